import { Agent, type Dispatcher } from 'undici';
import { joinChunks } from '../core/bytes.ts';
import { parseUrl } from '../core/parse-url.ts';
import { checkUrl } from './address-guard.ts';
import { guardedConnector, resolveBySystem, type ResolveName } from './connect.ts';
import { asDownloadFailure, DownloadFailure, tooLarge, tooLate } from './download-failure.ts';
import { optOutSignal, type ResponseHeaders } from './opt-out.ts';

export interface DownloadSettings {
  /** For the whole download, from the look-up of the name to the last byte, redirects included. */
  timeoutMs: number;
  maxBytes: number;
  /** `HOST:PORT` that may be asked though they are private. */
  privateHosts: ReadonlySet<string>;
  userAgent?: string;
  /** Resolves names; the system's resolver unless given. */
  lookup?: ResolveName;
}

export interface Downloaded {
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
  honourOptOut?: boolean;
}

export interface Downloader {
  /**
   * The file at `url`. Every hop is checked to be public, nothing is sent but the request: no cookie, no referrer.
   * @throws TrainspotError `address-invalid`, `address-refused`; DownloadFailure `download-failed` with the
   * server's status, `download-too-large` with both numbers, `download-timeout`, `opted-out`.
   */
  download(url: string, options?: DownloadOptions): Promise<Downloaded>;
  /** Breaks off what is under way and lets the connections go. */
  close(): Promise<void>;
}

/** The server says who it is; it gives no address that it does not have. */
const USER_AGENT = 'Trainspot/0.1 (training-data search)';

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What is read of a redirect's own page, so that its connection can be used again. */
const REDIRECT_PAGE_BYTES = 16 * 1024;

/** The only way from the server to the internet. */
export function createDownloader(settings: DownloadSettings): Downloader {
  const { timeoutMs, privateHosts, lookup = resolveBySystem } = settings;
  const agent = new Agent({
    connect: guardedConnector(lookup, privateHosts, timeoutMs),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  return {
    download: (url, options = {}) =>
      withinTime(timeoutMs, async (signal) => {
        const { response, url: finalUrl } = await followRedirects(agent, settings, url, signal);
        return readPicture(response, finalUrl, settings.maxBytes, options);
      }),
    close: () => agent.destroy(),
  };
}

/** Runs `work`, and ends it when it takes too long or fails: nothing stays connected behind an error. */
async function withinTime<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // undici notices an abort only once it is connected, so a silent name server would hold us up: hence the race.
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate(timeoutMs)), timeoutMs);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } catch (error) {
    throw asDownloadFailure(error);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

async function followRedirects(agent: Agent, settings: DownloadSettings, first: string, signal: AbortSignal) {
  let url = checkUrl(first, settings.privateHosts);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: {
        'user-agent': settings.userAgent ?? USER_AGENT,
        accept: 'image/*, */*;q=0.5',
        // Compressed pictures gain nothing, and a compressed answer could unpack to any size.
        'accept-encoding': 'identity',
      },
      signal,
    });
    // An aborted body says so by an event, which would end the process if nobody listened.
    response.body.on('error', () => {});
    const { location } = response.headers;
    if (!REDIRECTS.has(response.statusCode) || typeof location !== 'string')
      return { response, url: url.href };
    await response.body.dump({ limit: REDIRECT_PAGE_BYTES, signal });
    url = checkUrl(parseUrl(location, url)?.href ?? location, settings.privateHosts);
  }
  throw new DownloadFailure(
    'download-failed',
    'redirects',
    `The address was redirected more than ${MAX_REDIRECTS} times; give the one it leads to.`,
  );
}

async function readPicture(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  url: string,
  maxBytes: number,
  { honourOptOut = false }: DownloadOptions,
): Promise<Downloaded> {
  if (statusCode !== 200) {
    throw new DownloadFailure(
      'download-failed',
      `http-${statusCode}`,
      `The server answered ${statusCode} instead of the picture.`,
    );
  }
  const optOut = honourOptOut ? optOutSignal(headers) : null;
  if (optOut !== null) {
    throw new DownloadFailure('opted-out', 'opted-out', `The server reserves this file by '${optOut}'.`);
  }
  const encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding !== 'identity') {
    throw new DownloadFailure(
      'download-failed',
      'content-encoding',
      `The server packed the picture as '${encoding}', though it was asked not to; upload the picture instead.`,
    );
  }
  const declared = Number(headers['content-length'] ?? 0);
  if (declared > maxBytes) throw tooLarge(declared, maxBytes);
  const contentType = headers['content-type'];
  return {
    bytes: await readWithin(body, maxBytes),
    contentType: typeof contentType === 'string' ? contentType : null,
    url,
    headers,
  };
}

async function readWithin(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(length, maxBytes);
    chunks.push(chunk);
  }
  return joinChunks(chunks, length);
}
