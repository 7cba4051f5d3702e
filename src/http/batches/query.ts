import { Compile } from 'typebox/compile';
import type { Static } from 'typebox';
import { BatchQuerySchema } from '../../api/batch.ts';
import type { CheckInput } from '../../api/check-query.ts';
import { readFingerprints, type SentFingerprints } from '../../check/receive/fingerprints.ts';
import { storable } from '../../db/text.ts';
import { faultProblem, parsedJson } from '../fingerprints-body.ts';
import { type ProblemError, RequestProblem } from '../problem.ts';
import { describeSchemaErrors } from '../validation.ts';

/** What was posted as JSON, as it crosses from a thread; or why it is refused. */
export type ReadBatchQuery =
  | {
      ok: true;
      items: { name: string; of: { url: string } | { sent: SentFingerprints } }[];
      options: CheckInput;
    }
  | { ok: false; message: string; errors: readonly ProblemError[] };

const check = Compile(BatchQuerySchema);

/** Reads addresses and fingerprints, down to each number of each vector. Takes as long as the body is long. */
export function readBatchQuery(bytes: Uint8Array): ReadBatchQuery {
  try {
    const body = parsedJson(bytes);
    if (!check.Check(body)) throw describeSchemaErrors(check.Errors(body), 'body');
    const { items, datasets, limit } = body;
    const names = datasets?.map(storable);
    return {
      ok: true,
      items: items.map(readItem),
      options: { ...(names && { datasets: names }), ...(limit !== undefined && { limit }) },
    };
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    return { ok: false, message: error.message, errors: error.errors };
  }
}

type Item = Static<typeof BatchQuerySchema>['items'][number];

function readItem(item: Item, n: number): Extract<ReadBatchQuery, { ok: true }>['items'][number] {
  if ('url' in item) return { name: storable(item.name ?? item.url), of: { url: storable(item.url) } };
  const read = readFingerprints(item.fingerprints);
  const place = ['items', String(n), 'fingerprints'];
  if ('fault' in read) throw faultProblem([...place, ...read.fault.place], read.fault.why);
  return { name: storable(item.name ?? `${n + 1}`), of: { sent: read.read } };
}
