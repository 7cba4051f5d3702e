import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Written out at once: a millisecond or two. 10,000 rows in one piece held everybody else up for a tenth of a second. */
const PIECE = 500;

/** Answers a list; a long one is written out piece by piece, and others have their turn between two. */
export function sendList<Item>(reply: FastifyReply, items: readonly Item[]): FastifyReply {
  if (items.length <= PIECE) return reply.send(items);
  return reply.type('application/json; charset=utf-8').send(Readable.from(piecesOf(items)));
}

async function* piecesOf(items: readonly unknown[]): AsyncGenerator<string> {
  for (let at = 0; at < items.length; at += PIECE) {
    const piece = JSON.stringify(items.slice(at, at + PIECE));
    const [begin, end] = [at === 0 ? '[' : ',', at + PIECE < items.length ? '' : ']'];
    yield begin + piece.slice(1, -1) + end;
    await new Promise(setImmediate);
  }
}
