import { type Duplex, pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { TrainspotError } from '../core/errors.ts';
import type { Answer } from './answer.ts';
import { DownloadFailure } from './download-failure.ts';

/** Ways of packing, by their names in `Content-Encoding`; null: one that is not unpacked here. */
const CODINGS: Readonly<Record<string, (() => Duplex) | null>> = {
  // It goes by the header of what is packed, which some call by the other's name.
  gzip: createUnzip,
  'x-gzip': createUnzip,
  deflate: createUnzip,
  br: createBrotliDecompress,
  compress: null,
  'x-compress': null,
  zstd: null,
  dcb: null,
  dcz: null,
  exi: null,
  'pack200-gzip': null,
  aes128gcm: null,
};
/** One over the other; nobody means more than two. */
const MAX_CODINGS = 5;

/**
 * The body as it was before it was packed, a piece at a time, in zlib's own threads; whoever reads it stops where it
 * has enough, and no more is unpacked. `Content-Encoding` holds much that packs nothing (empty, `UTF-8`, `aws-chunked`,
 * `binary`): what is no known way of packing is passed over, as browsers do.
 * @throws DownloadFailure `content-encoding`, while it is read or before
 */
export function unpacked({ headers, body }: Pick<Answer, 'headers' | 'body'>): Answer['body'] {
  const names = [headers['content-encoding'] ?? []]
    .flat()
    .flatMap((line) => line.split(','))
    .map((name) => name.trim().toLowerCase())
    .filter((name) => Object.hasOwn(CODINGS, name));
  if (names.length === 0) return body;
  const said = names.slice(0, MAX_CODINGS).join(', ');
  const open = names.toReversed().map((name) => CODINGS[name]);
  if (names.length > MAX_CODINGS || open.includes(null)) {
    throw notUnpacked(`The server packed the picture as '${said}', though it was asked not to`);
  }
  return piecesOf(
    body,
    open.map((each) => each!()),
    said,
  );
}

async function* piecesOf(body: Answer['body'], unpackers: readonly Duplex[], said: string) {
  // Whoever reads the last of them is told of every error, so there is nothing to do with it here.
  const last = pipeline([Readable.from(body), ...unpackers], () => {}) as Duplex;
  try {
    yield* last as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof TrainspotError) throw error;
    throw notUnpacked(
      `The server says that it packed the picture as '${said}', but it cannot be unpacked`,
      error,
    );
  }
}

function notUnpacked(why: string, cause?: unknown): DownloadFailure {
  const message = `${why}; upload the picture instead.`;
  return new DownloadFailure('download-failed', 'content-encoding', message, { cause });
}
