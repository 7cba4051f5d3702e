import type { Dispatcher } from 'undici';
import { asDownloadFailure } from './download-failure.ts';
import type { ResponseHeaders } from './opt-out.ts';

/** What a host answers. */
export interface Answer {
  statusCode: number;
  headers: ResponseHeaders;
  /** Whatever is wrong with it on the way is thrown as a DownloadFailure. Can be read once. */
  body: AsyncIterable<Uint8Array>;
}

/**
 * The answer to a request. Here alone the client's own errors are met, those of the body too: beyond, each is a named
 * failure of that host, so that an error of any other kind is a mistake of ours.
 * @throws DownloadFailure, TrainspotError `address-refused`
 */
export async function answerOf(request: Promise<Dispatcher.ResponseData>): Promise<Answer> {
  try {
    const { statusCode, headers, body } = await request;
    // An aborted body says so by an event, which would end the process if nobody listened.
    body.on('error', () => {});
    return { statusCode, headers, body: piecesOf(body) };
  } catch (error) {
    throw asDownloadFailure(error);
  }
}

async function* piecesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw asDownloadFailure(error);
  }
}
