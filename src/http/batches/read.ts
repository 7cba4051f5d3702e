import type { FastifyRequest } from 'fastify';
import { BATCH_PARSE_HEAP_MB, BATCH_PARSE_SECONDS } from '../../core/bounds.ts';
import type { HeldBytes } from '../../core/byte-budget.ts';
import { asOwnMemory } from '../../core/bytes.ts';
import { OutOfBounds, startBoundedPool } from '../../runtime/threads/bounded.ts';
import type { BatchInput } from '../../service/trainspot.ts';
import { RequestProblem } from '../problem.ts';
import { receiveBody } from '../receive-body.ts';
import { type FormBounds, readBatchForm } from './form.ts';
import type { ReadBatchQuery } from './query.ts';
import type { Unzipped, UnzipTask } from './unzip.ts';

/** Reads what is posted to batches, in memory alone; unpacks and parses it in threads, within bounds. */
export interface BatchReader {
  /** @param held told of every chunk before it is kept @throws as `readBatchForm`, and for JSON `request-invalid`, `body-too-large` */
  read: (request: FastifyRequest, held: HeldBytes) => Promise<Omit<BatchInput, 'client'>>;
  close: () => Promise<void>;
}

export function startBatchReader(bounds: FormBounds): BatchReader {
  const zips = startBoundedPool<UnzipTask, Unzipped>(new URL('./unzip-worker', import.meta.url));
  const queries = startBoundedPool<Uint8Array, ReadBatchQuery>(new URL('./query-worker', import.meta.url), {
    threads: 1,
    seconds: BATCH_PARSE_SECONDS,
    heapMb: BATCH_PARSE_HEAP_MB,
  });

  async function readQuery(request: FastifyRequest, held: HeldBytes): Promise<Omit<BatchInput, 'client'>> {
    const instead = 'Send it in several (BATCH_MAX_BYTES).';
    const own = asOwnMemory(await receiveBody(request, bounds.batchMaxBytes, held, instead));
    const read = await queries.run(own, [own.buffer]).catch((error: unknown) => {
      if (!(error instanceof OutOfBounds)) throw error;
      throw new RequestProblem('request-invalid', `The body could not be read: ${error.message}`);
    });
    if (!read.ok) throw new RequestProblem('request-invalid', read.message, { errors: read.errors });
    return { items: read.items, options: read.options, passedOver: null };
  }

  return {
    read: (request, held) =>
      request.isMultipart() ? readBatchForm(request, bounds, zips, held) : readQuery(request, held),
    async close() {
      await Promise.all([zips.close(), queries.close()]);
    },
  };
}
