import { TrainspotError } from '../core/errors.ts';
import type { SourceFile } from './source.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const SHA256 = /^[0-9a-f]{64}$/;

/** One file of a model on the web. */
export interface WebFile {
  address: URL;
  /** Its path in the model, for words. */
  path: string;
  /** Sent to the address's own host alone, wherever it redirects to. */
  token?: string;
  /** The card's; a source that names its commit is believed. */
  revision: string;
  /** Address of the repository or folder that holds it. */
  from: string;
  /** Makes the error for an answer that is none. */
  refusal: (response: Response) => Error;
}

/**
 * Opens a file on the web. A hub redirects large files to another host, and says on the way (`X-Linked-Size`,
 * `X-Linked-ETag`, `X-Repo-Commit`) what will come from there; the headers are those that huggingface_hub reads. Ours and
 * not @huggingface/hub (11 MB): that begins a file anew where a connection broke, follows redirects out of TLS, and does
 * not say how far it is.
 * @param offset where to begin; a part that turns out to be the whole file comes back with an empty body
 * @param signal ends the request and the reading of its body
 * @throws TrainspotError `download-failed` where trying again is of no use; any other error where it may be.
 */
export async function openWebFile(file: WebFile, offset: number, signal: AbortSignal): Promise<SourceFile> {
  const { response, stated } = await followRedirects(file, offset, signal);
  const contentRange = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  const whole = response.status === 416 && Number(contentRange?.[2]) === offset;
  if (response.status === 416 && !whole) {
    await response.body?.cancel();
    return openWebFile(file, 0, signal);
  }
  if (!response.ok && !whole) {
    await response.body?.cancel();
    throw file.refusal(response);
  }
  const partial = response.status === 206;
  if (partial && contentRange?.[1] === undefined) {
    throw new Error(`The server sent a part of ${file.path} without saying which.`);
  }
  return {
    offset: whole ? offset : Number(partial ? contentRange?.[1] : 0),
    totalBytes: stated.bytes ?? bytesOf(response, contentRange),
    sha256: stated.sha256 ?? statedSha256(response.headers.get('etag')),
    version: strongETag(response),
    revision: stated.commit ?? file.revision,
    from: file.from,
    body: whole || !response.body ? nothing() : response.body,
  };
}

/** Whether a server that answers so may answer otherwise when it is asked again. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

interface Stated {
  bytes: number | null;
  sha256: string | null;
  commit: string | null;
}

async function followRedirects(file: WebFile, offset: number, signal: AbortSignal) {
  const start = file.address;
  const stated: Stated = { bytes: null, sha256: null, commit: null };
  let url = start;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await fetch(url, {
      headers: headers(file, url, offset),
      redirect: 'manual',
      signal,
    });
    stated.bytes ??= count(response.headers.get('x-linked-size'));
    stated.sha256 ??= statedSha256(response.headers.get('x-linked-etag'));
    stated.commit ??= response.headers.get('x-repo-commit');
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null) return { response, stated };
    await response.body?.cancel();
    const next = new URL(location, url);
    if (url.protocol === 'https:' && next.protocol !== 'https:') {
      throw new TrainspotError('download-failed', `${url.host} redirects to ${next.host} without TLS.`);
    }
    url = next;
  }
  throw new TrainspotError('download-failed', `${start.host} redirects more than ${MAX_REDIRECTS} times.`);
}

function headers({ address, token }: WebFile, url: URL, offset: number): Record<string, string> {
  return {
    'user-agent': 'trainspot',
    // A compressed body has another length than the file, and its parts cannot be asked for.
    'accept-encoding': 'identity',
    ...(offset > 0 ? { range: `bytes=${offset}-` } : {}),
    ...(token && url.origin === address.origin ? { authorization: `Bearer ${token}` } : {}),
  };
}

function bytesOf(response: Response, contentRange: RegExpExecArray | null): number | null {
  if (contentRange) return count(contentRange[2]);
  // With an encoding, the length is that of the compressed bytes.
  if (response.headers.get('content-encoding') !== null) return null;
  return count(response.headers.get('content-length'));
}

function count(digits: string | null): number | null {
  return digits !== null && /^\d+$/.test(digits) ? Number(digits) : null;
}

/** The hub's ETag of a large file is its sha256; that of a small one is a git hash, of which nothing is made. */
function statedSha256(etag: string | null): string | null {
  const value = etag?.replace(/^W\//, '').replaceAll('"', '').toLowerCase() ?? '';
  return SHA256.test(value) ? value : null;
}

function strongETag(response: Response): string | null {
  const etag = response.headers.get('etag');
  return etag?.startsWith('"') ? etag : null;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
