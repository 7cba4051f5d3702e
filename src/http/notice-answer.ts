import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Notice } from '../api/notice.ts';

export type NoticeFormat = 'json' | 'text' | 'pdf';

const TYPES: readonly [type: string, format: NoticeFormat][] = [
  ['application/json', 'json'],
  ['text/plain', 'text'],
  ['application/pdf', 'pdf'],
];

/** The format that is asked for: by the query, or else by the first type of `Accept` that there is; JSON for all others. */
export function formatOf(request: FastifyRequest, asked: NoticeFormat | undefined): NoticeFormat {
  if (asked !== undefined) return asked;
  const accepted = (request.headers.accept ?? '').split(',').map((one) => one.split(';', 1)[0].trim());
  for (const type of accepted) {
    const found = TYPES.find(([name]) => name === type.toLowerCase());
    if (found) return found[1];
  }
  return 'json';
}

/** Answers a notice in a format; what is no JSON comes as a file to keep. */
export async function sendNotice(
  reply: FastifyReply,
  format: NoticeFormat,
  name: string,
  write: () => Promise<Notice>,
  print: () => Promise<Uint8Array>,
): Promise<FastifyReply> {
  // An answer of another format is another answer, whatever a cache between thinks.
  reply.header('vary', [reply.getHeader('vary'), 'accept'].filter(Boolean).join(', '));
  if (format === 'pdf') {
    const bytes = await print();
    return reply
      .headers(fileOf(`${name}.pdf`))
      .type('application/pdf')
      .send(Buffer.from(bytes));
  }
  const notice = await write();
  if (format === 'json') return reply.send(notice);
  const text = `${notice.subject}\n\n${notice.text}`;
  return reply
    .headers(fileOf(`${name}.txt`))
    .type('text/plain; charset=utf-8')
    .send(Buffer.from(text));
}

/** @param name of plain letters: kinds and numbers */
function fileOf(name: string): Record<string, string> {
  return { 'content-disposition': `attachment; filename="${name.replace(/[^a-z0-9.-]/g, '')}"` };
}
