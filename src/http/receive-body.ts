import type { FastifyRequest } from 'fastify';
import type { HeldBytes } from '../core/byte-budget.ts';
import { collectChunks } from '../core/bytes.ts';
import { RequestProblem } from './problem.ts';

/**
 * The bytes of a body that no parser has read.
 * @param mostBytes reading stops there
 * @param held told of every chunk before it is kept
 * @param instead what to do about a larger one, as a sentence
 * @throws RequestProblem `body-too-large`; TrainspotError `overloaded`
 */
export async function receiveBody(
  { raw, headers }: FastifyRequest,
  mostBytes: number,
  held: HeldBytes,
  instead: string,
): Promise<Uint8Array> {
  try {
    const announced = Number(headers['content-length'] ?? mostBytes);
    if (announced > mostBytes) throw tooLarge(mostBytes, instead);
    const collector = collectChunks(announced);
    let length = 0;
    // What is refused half-way is not destroyed: it would take the connection with it, and the answer.
    for await (const chunk of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > mostBytes) throw tooLarge(mostBytes, instead);
      held.add(chunk.length);
      collector.add(chunk);
    }
    return collector.whole();
  } catch (error) {
    // The rest flows away, so that the client gets to read why.
    raw.resume();
    throw error;
  }
}

function tooLarge(mostBytes: number, instead: string): RequestProblem {
  return new RequestProblem(
    'body-too-large',
    `The body has more than ${mostBytes} bytes, the most that is taken here. ${instead}`,
  );
}
