import { ORIGIN_FILE_BYTES } from '../core/bounds.ts';
import { joinChunks } from '../core/bytes.ts';
import type { Answer } from './answer.ts';
import { systemClock } from './clock.ts';
import { createGuardedClient, type ClientSettings } from './guarded-client.ts';
import type { ResponseHeaders } from './opt-out.ts';
import type { Places } from './places.ts';
import { readOriginFile, readText } from './rules/origin-file.ts';
import { registrableDomain } from './registrable-domain.ts';
import { createHostScheduler } from './host-scheduler.ts';
import { unpacked } from './unpack.ts';

/** Whatever an address answers, an error page too. */
export interface Sight {
  /** Where the redirects ended. */
  url: string;
  httpStatus: number;
  headers: ResponseHeaders;
  /** The body of what says that it is a picture or nothing about itself; null of others. */
  bytes: Uint8Array | null;
  /** The first 500 KiB of others; null where it is packed so that it cannot be read. */
  text: string | null;
  /** Whether the body was longer than what is read. */
  isCut: boolean;
  /** Why the body was not read, or not to its end, where that is for what it is. */
  refused: string | null;
}

/** Looks at single addresses that a person asks about, wherever they lead on the public web. */
export interface Looker {
  /**
   * @throws TrainspotError `address-invalid`, `address-refused`; DownloadFailure where nobody answered to the end
   */
  look(url: string, signal?: AbortSignal): Promise<Sight>;
  /** The same for a file of a site's own, which is text whatever it says of itself: `bytes` is null. */
  lookAtFile(url: string, signal?: AbortSignal): Promise<Sight>;
  close(): Promise<void>;
}

interface LookerSettings extends ClientSettings {
  /** Of a picture; of a longer one its beginning is read. */
  maxBytes: number;
  /** Requests under way at once, over all sites. */
  concurrency: number | Places;
}

/** Guarded, and gentle with each site: two requests at once at most. */
export function createLooker(settings: LookerSettings): Looker {
  const client = createGuardedClient(settings);
  const scheduler = createHostScheduler({ concurrency: settings.concurrency, perSite: 2 }, systemClock);
  const get = <T>(
    url: string,
    signal: AbortSignal | undefined,
    read: (answer: Answer, hop: URL) => Promise<T>,
  ): Promise<T> =>
    client.get(
      url,
      { accept: '*/*', signal, admit: (hop) => scheduler.take(registrableDomain(hop), { signal }) },
      read,
    );
  return {
    look: (url, signal) => get(url, signal, (answer, hop) => see(answer, hop, settings.maxBytes)),
    lookAtFile: (url, signal) => get(url, signal, seeFile),
    async close() {
      scheduler.close();
      await client.close();
    },
  };
}

async function see(answer: Answer, hop: URL, maxBytes: number): Promise<Sight> {
  const { statusCode: httpStatus, headers } = answer;
  const seen = { url: hop.href, httpStatus, headers };
  const type = String(headers['content-type'] ?? '').toLowerCase();
  if (type !== '' && !/^(image\/|application\/octet-stream)/.test(type)) {
    const read = await readText(answer);
    return { ...seen, bytes: null, text: read.text, isCut: read.isCut, refused: read.refused };
  }
  const { bytes, isCut } = await beginning(unpacked(answer), maxBytes);
  // A server that names no type may have sent a text.
  const text = type === '' ? new TextDecoder().decode(bytes.subarray(0, ORIGIN_FILE_BYTES)) : null;
  return { ...seen, bytes, text, isCut, refused: null };
}

async function seeFile(answer: Answer, hop: URL): Promise<Sight> {
  const { statusCode: httpStatus, headers } = answer;
  const { text, refused } = await readOriginFile(answer);
  return { url: hop.href, httpStatus, headers, bytes: null, text, isCut: false, refused };
}

async function beginning(body: AsyncIterable<Uint8Array>, maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    const part = chunk.subarray(0, maxBytes - length);
    chunks.push(part);
    length += part.length;
    if (part.length < chunk.length) return { bytes: joinChunks(chunks, length), isCut: true };
  }
  return { bytes: joinChunks(chunks, length), isCut: false };
}
