import type { Answer } from '../answer.ts';
import type { GuardedClient } from '../guarded-client.ts';
import { askOnce, one, persistently, refusalOf } from './ask.ts';
import { changed, RemoteFailure } from './remote-failure.ts';
import type { Request } from './store.ts';

/** One state of a file elsewhere. */
export interface RemoteVersion {
  /** Null where the server tells it only at the end: then it has no ranges either. */
  bytes: number | null;
  /** Its ETag, or else when it was last changed; null where the server tells neither. */
  mark: string | null;
  /** The host that said so, redirects followed. */
  host: string;
  hasRanges: boolean;
}

/** What a file begins with, and what it is. */
export interface RemoteStart {
  version: RemoteVersion;
  /** None where the server has no ranges. */
  head: Uint8Array;
}

const CONTENT_RANGE = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+)$/;

/**
 * Asks for the first bytes of a file, and so what it is and whether parts of it can be had.
 * @throws RemoteFailure
 */
export function readStart(client: GuardedClient, request: Request, length: number): Promise<RemoteStart> {
  const range = { range: `bytes=0-${length - 1}` };
  return persistently(() =>
    askOnce(
      client,
      request,
      () => range,
      async (answer, url) => {
        const { statusCode, headers } = answer;
        const version = (bytes: number | null, hasRanges: boolean): RemoteVersion => ({
          bytes,
          mark: markOf(answer),
          host: url.host,
          hasRanges,
        });
        const whole = CONTENT_RANGE.exec(one(headers['content-range']) ?? '');
        // An empty file has no byte that could be asked for.
        if (statusCode === 416 && (whole === null || whole[3] === '0')) {
          return { version: version(0, true), head: new Uint8Array() };
        }
        if (statusCode === 206 && whole?.[1] === '0') {
          return { version: version(Number(whole[3]), true), head: await bytesOf(answer) };
        }
        if (statusCode !== 200) throw await refusalOf(request.asked, answer);
        const length = one(headers['content-length']);
        return { version: version(length === null ? null : Number(length), false), head: new Uint8Array() };
      },
    ),
  );
}

/**
 * Bytes of a file, all of them of the version that is known. A connection that breaks is taken up where it broke.
 * @throws RemoteFailure also where the file is another by now
 */
export async function readRange(
  client: GuardedClient,
  request: Request,
  version: RemoteVersion,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(end - start);
  let got = 0;
  const { shown } = request.asked;
  await persistently(
    () =>
      askOnce(client, request, headersFor(version, `bytes=${start + got}-${end - 1}`), async (answer) => {
        await checkPart(request, version, answer, start + got);
        for await (const piece of answer.body) {
          if (got + piece.length > bytes.length)
            throw new RemoteFailure(`${shown}: more was answered than was asked for.`);
          bytes.set(piece, got);
          got += piece.length;
        }
        if (got < bytes.length) throw shorter(shown, start + got);
      }),
    () => got,
  );
  return bytes;
}

/** If-Match goes to the host alone that gave the mark: one that redirects knows another. */
export function headersFor(
  { mark, host }: RemoteVersion,
  range: string | null,
): (url: URL) => Record<string, string> {
  const isStrong = mark !== null && mark.startsWith('"');
  return (url) => ({
    ...(range !== null && { range }),
    ...(isStrong && url.host === host && { 'if-match': mark }),
  });
}

async function checkPart(
  request: Request,
  version: RemoteVersion,
  answer: Answer,
  start: number,
): Promise<void> {
  const { statusCode, headers } = answer;
  const { shown } = request.asked;
  if (statusCode === 412 || statusCode === 416) throw changed(shown);
  if (statusCode !== 206 && statusCode !== 200) throw await refusalOf(request.asked, answer);
  const range = CONTENT_RANGE.exec(one(headers['content-range']) ?? '');
  if (markOf(answer) !== version.mark || (range && Number(range[3]) !== version.bytes)) throw changed(shown);
  // Some servers behind one address know ranges, and some do not.
  if (statusCode === 200 || Number(range?.[1] ?? -1) !== start) {
    throw new RemoteFailure(`${shown}: another part was answered than was asked for.`, { isPassing: true });
  }
}

async function bytesOf({ body }: Answer): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

function shorter(shown: string, at: number): RemoteFailure {
  return new RemoteFailure(`${shown}: the answer ended at byte ${at}, before all that was asked for.`, {
    isPassing: true,
  });
}

/** What tells this state of a file from another; null where the server says nothing of it. */
export function markOf({ headers }: Answer): string | null {
  return one(headers['etag']) ?? one(headers['last-modified']);
}
