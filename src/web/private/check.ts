import type { CheckResult } from '../../api/check-result.ts';
import { posted, requestJson } from '../service/request.ts';
import { privateFiles } from './files.ts';
import { startThread, type PrivateThread } from './thread.ts';

/** One request of a private check, as it was sent. */
export interface SentRequest {
  path: string;
  body: string;
}

export interface PrivateAsking {
  signal: AbortSignal;
  /** Names of the datasets to search; all when left out. */
  datasets?: readonly string[];
  /** Told what is done now, and how much of it is, 0 to 1; null where nobody knows. */
  onStep: (words: string, share: number | null) => void;
  /** Told of each request, just before it is sent. */
  onRequest: (request: SentRequest) => void;
}

let thread: PrivateThread | null = null;
let pictures = 0;

/**
 * Checks a picture that stays in this page: its fingerprints are sent, and where only a look at it tells two pictures apart,
 * the rows' keypoints come here, and what was found by them goes back.
 * @returns what an upload of the same file is answered
 * @throws Error with words for the artist
 */
export async function checkPrivately(
  file: Blob,
  { signal, datasets, onStep, onRequest }: PrivateAsking,
): Promise<CheckResult> {
  const n = pictures++;
  const own = await openThread(signal, onStep);
  onStep('Looking at your picture, in this browser …', null);
  const fingerprints = await own.ask({ kind: 'fingerprint', n, file });
  signal.throwIfAborted();

  const send = (path: string, body: object): Promise<CheckResult> => {
    const request = { ...posted(null, signal), body: JSON.stringify(body) };
    onRequest({ path, body: request.body });
    return requestJson(path, request);
  };
  onStep('Searching by its fingerprints …', null);
  const first = await send('/v1/checks', { fingerprints, ...(datasets && { datasets }) });
  if (first.toCompare === undefined) return first;
  onStep('Comparing, in this browser …', null);
  const comparisons = await own.ask({ kind: 'compare', n, rows: first.toCompare });
  signal.throwIfAborted();
  return send(`/v1/checks/${encodeURIComponent(first.id)}/comparisons`, { comparisons });
}

async function openThread(signal: AbortSignal, onStep: PrivateAsking['onStep']): Promise<PrivateThread> {
  const own = (thread ??= startThread(privateFiles));
  const { kernels, runtime, model } = privateFiles.sizes;
  const all = kernels + runtime + model;
  await own.ask({ kind: 'open', files: privateFiles }, (loaded) => {
    if (!signal.aborted) onStep('Loading what looks at your picture …', loaded / all);
  });
  signal.throwIfAborted();
  return own;
}
