import type { FastifyRequest } from 'fastify';
import { PARSED_IN_PLACE } from '../core/bounds.ts';
import type { HeldBytes } from '../core/byte-budget.ts';
import { asOwnMemory } from '../core/bytes.ts';
import { OutOfBounds, startBoundedPool } from '../runtime/threads/bounded.ts';
import {
  type BodyKind,
  type ClipRetrievalBody,
  type ReadBody,
  readClipRetrievalBody,
} from './clip-retrieval-body.ts';
import { RequestProblem } from './problem.ts';
import { receiveBody } from './receive-body.ts';

/** What the thread is asked. */
export interface BodyTask {
  kind: BodyKind;
  bytes: Uint8Array;
}

/** Reads what clip-retrieval's clients post: short bodies where they arrive, others in threads within bounds. */
export interface BodyReader {
  /**
   * @param mostBytes of the body; reading stops there @param held told of every chunk before it is kept
   * @throws RequestProblem `request-invalid`, `body-too-large`; TrainspotError `overloaded`
   */
  read<Kind extends BodyKind>(
    request: FastifyRequest,
    kind: Kind,
    mostBytes: number,
    held: HeldBytes,
  ): Promise<ClipRetrievalBody<Kind>>;
  close(): Promise<void>;
}

export function startBodyReader(): BodyReader {
  const pool = startBoundedPool<BodyTask, ReadBody<BodyKind>>(
    new URL('./clip-retrieval-worker', import.meta.url),
  );

  async function parse<Kind extends BodyKind>(kind: Kind, bytes: Uint8Array): Promise<ReadBody<Kind>> {
    if (bytes.length <= PARSED_IN_PLACE) return readClipRetrievalBody(kind, bytes);
    const own = asOwnMemory(bytes);
    try {
      return (await pool.run({ kind, bytes: own }, [own.buffer])) as ReadBody<Kind>;
    } catch (error) {
      if (!(error instanceof OutOfBounds)) throw error;
      throw new RequestProblem('request-invalid', `The body could not be read: ${error.message}`);
    }
  }

  return {
    async read(request, kind, mostBytes, held) {
      const read = await parse(
        kind,
        await receiveBody(request, mostBytes, held, 'POST /v1/checks takes larger pictures.'),
      );
      if (read.ok) return { query: read.query, picture: read.picture };
      throw new RequestProblem('request-invalid', read.message, { errors: read.errors });
    },
    close: () => pool.close(),
  };
}
