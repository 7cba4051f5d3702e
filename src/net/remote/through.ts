import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../answer.ts';
import { DownloadFailure } from '../download-failure.ts';
import type { GuardedClient } from '../guarded-client.ts';
import { askOnce, refusalOf } from './ask.ts';
import { headersFor, markOf, type RemoteVersion } from './ranges.ts';
import { changed, RemoteFailure, unreached } from './remote-failure.ts';
import type { Request } from './store.ts';

/** Times in a row that a file is begun and nothing new comes; the waits between them add up to 3.5 s. */
const MAX_FRUITLESS_TRIES = 4;
const FIRST_WAIT_MS = 500;

/**
 * A whole file from front to back, of a server without ranges. Where it breaks off it is begun anew, and passed over up to
 * there; a mark tells that it is the same file.
 * @throws RemoteFailure
 */
export async function* readThrough(
  client: GuardedClient,
  request: Request,
  version: RemoteVersion,
): AsyncGenerator<Buffer> {
  let given = 0;
  for (let fruitless = 0; ;) {
    const before = given;
    try {
      for await (const piece of passing(client, request, version, given)) {
        given += piece.length;
        yield piece;
      }
      return;
    } catch (error) {
      fruitless = given > before ? 0 : fruitless + 1;
      const isFor = error instanceof RemoteFailure && error.isPassing && fruitless < MAX_FRUITLESS_TRIES;
      // Without a mark nothing would tell whether what comes next belongs to what came.
      if (!isFor || (given > 0 && version.mark === null)) throw error;
      await sleep(FIRST_WAIT_MS * 2 ** fruitless);
    }
  }
}

/** The file once, without the bytes that came before. */
async function* passing(
  client: GuardedClient,
  request: Request,
  version: RemoteVersion,
  before: number,
): AsyncGenerator<Buffer> {
  const { asked } = request;
  const out = new PassThrough();
  const asking = askOnce(client, request, headersFor(version, null), async (answer, url) => {
    if (answer.statusCode === 412) throw changed(asked.shown);
    if (answer.statusCode !== 200) throw await refusalOf(asked, answer);
    if (markOf(answer) !== version.mark) throw changed(asked.shown);
    await pipeline(beyond(answer, before, asked.shown, url.host), out);
  }).catch((error: unknown) => void out.destroy(error as Error));
  try {
    yield* out as AsyncIterable<Buffer>;
  } finally {
    // Whoever stops in the middle lets the connection go.
    out.destroy();
    await asking;
  }
}

async function* beyond(
  { body }: Answer,
  before: number,
  shown: string,
  host: string,
): AsyncGenerator<Uint8Array> {
  let toPass = before;
  try {
    for await (const piece of body) {
      const passed = Math.min(toPass, piece.length);
      toPass -= passed;
      if (passed < piece.length) yield piece.subarray(passed);
    }
  } catch (error) {
    throw error instanceof DownloadFailure ? unreached(shown, host, error) : error;
  }
}
