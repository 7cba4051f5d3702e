import type { ByteBudget } from '../core/byte-budget.ts';
import type { CaseMatch, CaseView } from '../api/case.ts';
import { mapConcurrently } from '../core/concurrency.ts';
import { TrainspotError } from '../core/errors.ts';
import type { Recheck } from '../api/recheck.ts';
import { appendEvent } from '../db/case-events.ts';
import { listMatches } from '../db/cases.ts';
import type { Database } from '../db/database.ts';
import { standingOf } from '../db/named-rows.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import type { Downloader } from '../net/download.ts';
import { type CaseAccess, expectCase } from './access.ts';
import { changing, readCase } from './open-case.ts';
import { recheck } from './recheck.ts';
import { readRechecks } from './view.ts';

/** Links of one case that are looked at at once; 25 of them take a few time-outs at the worst. */
const AT_ONCE = 8;

/**
 * Looks at the links of a case again, all of them or the ones that are named, and writes down what it found.
 * @param holding bounds the pictures that are held; those that find no room beside others are fetched alone
 * @throws TrainspotError `case-unknown`, `case-invalid`, `api-key-invalid`, `overloaded`
 */
export async function recheckCase(
  database: Database,
  access: CaseAccess,
  numbers: readonly number[] | null,
  downloader: Pick<Downloader, 'download'>,
  fingerprinter: Pick<Fingerprinter, 'fingerprint'>,
  holding: ByteBudget['holding'],
  now: () => Date,
): Promise<CaseView> {
  const { id } = await expectCase(database, access);
  const all = await listMatches(database, id);
  const chosen = numbers === null ? all : all.filter(({ n }) => numbers.includes(n));
  const before = await readRechecks(database, id);
  // Not within the transaction: other changes need not wait for a slow host.
  const lookAt = async (match: CaseMatch): Promise<Recheck> => {
    const first = before.find((one) => one.match === match.n && one.sha256 !== null) ?? null;
    const standing = await standingOf(database, match);
    return holding((held) => recheck(match, first, standing, downloader, fingerprinter, now(), held));
  };
  const atOnce = await mapConcurrently(chosen, AT_ONCE, (match) => lookAt(match).catch(nullWithoutRoom));
  const found: Recheck[] = [];
  for (const [i, one] of atOnce.entries()) found.push(one ?? (await lookAt(chosen[i])));
  await changing(database, access, async (transaction) => {
    for (const one of found) await appendEvent(transaction, id, 'rechecked', one);
  });
  return readCase(database, access, now());
}

function nullWithoutRoom(error: unknown): null {
  if (error instanceof TrainspotError && error.code === 'overloaded') return null;
  throw error;
}
