import type { HeldBytes } from '../core/byte-budget.ts';
import { collectChunks } from '../core/bytes.ts';
import type { Answer } from './answer.ts';
import { DownloadFailure, tooLarge } from './download-failure.ts';
import {
  createGuardedClient,
  type Admit,
  type ClientSettings,
  type GuardedClient,
} from './guarded-client.ts';
import { optOutSignal, type ResponseHeaders } from './opt-out.ts';
import { retryAfterMs } from './retry-after.ts';
import { unpacked } from './unpack.ts';

export interface DownloadSettings extends ClientSettings {
  maxBytes: number;
}

interface Downloaded {
  /** In a buffer of its own, so it can be handed to another thread. */
  bytes: Uint8Array;
  /** As the server says, which may be wrong. */
  contentType: string | null;
  /** Where the redirects ended. */
  url: string;
  headers: ResponseHeaders;
}

interface DownloadOptions {
  /** Leave the file alone where its server reserves it against machine learning; no byte of it is read. */
  honourOptOut?: boolean | ((url: URL) => boolean);
  /** Leave what its server says is no picture; no byte of it is read. */
  onlyPictures?: boolean;
  /** Told of every piece before it is kept. */
  held?: HeldBytes;
  /** Ends it at once, as `stopped`, also while it waits for its turn. */
  signal?: AbortSignal;
  /** Asked before each request. */
  admit?: Admit;
}

export interface Downloader {
  /**
   * The file at `url`.
   * @throws TrainspotError `address-invalid`, `address-refused`; DownloadFailure `download-failed` with the
   * server's status, `download-too-large` with both numbers, `download-timeout`, `opted-out`; and what `held` throws.
   */
  download(url: string, options?: DownloadOptions): Promise<Downloaded>;
  /** Breaks off what is under way and lets the connections go. */
  close(): Promise<void>;
}

/** Downloads as fast as they are asked for; who fetches many wraps it (`limitPerHost`, `createCrawler`). */
export function createDownloader(settings: DownloadSettings): Downloader {
  const client = createGuardedClient(settings);
  return { download: downloadBy(client, settings.maxBytes), close: () => client.close() };
}

/** `Downloader.download` over a client that others use too. */
export function downloadBy(client: GuardedClient, maxBytes: number): Downloader['download'] {
  return (url, options = {}) =>
    client.get(
      url,
      { accept: 'image/*, */*;q=0.5', admit: options.admit, signal: options.signal },
      (response, finalUrl) => readPicture(response, finalUrl, maxBytes, options),
    );
}

async function readPicture(
  answer: Answer,
  url: URL,
  maxBytes: number,
  { honourOptOut = false, onlyPictures = false, held }: DownloadOptions,
): Promise<Downloaded> {
  const { statusCode, headers } = answer;
  if (statusCode !== 200) {
    throw new DownloadFailure(
      'download-failed',
      `http-${statusCode}`,
      `The server answered ${statusCode} instead of the picture.`,
      { httpStatus: statusCode, retryAfterMs: retryAfterMs(headers['retry-after'], Date.now()) },
    );
  }
  const isHonoured = typeof honourOptOut === 'function' ? honourOptOut(url) : honourOptOut;
  const optOut = isHonoured ? optOutSignal(headers) : null;
  if (optOut !== null) {
    throw new DownloadFailure(
      'opted-out',
      'opted-out',
      `The server reserves this file by '${optOut.signal}'.`,
      { optOut },
    );
  }
  const type = headers['content-type'];
  const contentType = typeof type === 'string' ? type : null;
  if (onlyPictures && !mayBePicture(contentType)) {
    throw new DownloadFailure(
      'download-failed',
      'not-a-picture',
      `The server sent '${contentType}' instead of a picture.`,
    );
  }
  const declared = Number(headers['content-length'] ?? 0);
  if (declared > maxBytes) throw tooLarge(declared, maxBytes);
  const bytes = await readWithin(unpacked(answer), declared > 0 ? declared : maxBytes, maxBytes, held);
  return { bytes, contentType, url: url.href, headers };
}

/** What servers call a picture whose type they do not know. */
const UNKNOWN_TYPES: ReadonlySet<string> = new Set([
  '',
  'application/octet-stream',
  'binary/octet-stream',
  'application/binary',
  'application/unknown',
  'unknown/unknown',
  'text/plain',
]);

function mayBePicture(contentType: string | null): boolean {
  const type = (contentType ?? '').split(';', 1)[0].trim().toLowerCase();
  // Some write `jpg` or `jpeg` alone.
  return type.startsWith('image/') || !type.includes('/') || UNKNOWN_TYPES.has(type);
}

/** @param most bytes that are expected */
async function readWithin(
  body: AsyncIterable<Uint8Array>,
  most: number,
  maxBytes: number,
  held: HeldBytes | undefined,
): Promise<Uint8Array> {
  const collector = collectChunks(most);
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(length, maxBytes);
    held?.add(chunk.length);
    collector.add(chunk);
  }
  return collector.whole();
}
