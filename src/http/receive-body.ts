import type { FastifyRequest } from 'fastify';
import type { HeldBytes } from '../core/byte-budget.ts';
import { collected } from './collect.ts';
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
    const bounds = { expected: announced, most: mostBytes, tooLarge: () => tooLarge(mostBytes, instead) };
    // What is refused half-way is not destroyed: it would take the connection with it, and the answer.
    return await collected(raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>, bounds, held);
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
