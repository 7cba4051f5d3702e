import type { Exposure } from '../core/exposure.ts';
import type { LookupAnswer } from '../core/lookup.ts';
import type { CheckResult, Coverage, NotSearched } from '../core/verdict.ts';
import type { Verification } from '../core/verification.ts';

const UNREACHABLE = 'The service cannot be reached. Is it running, are you online?';

/** What the artist wants checked. */
export type Question = { kind: 'picture'; picture: Blob } | { kind: 'address'; url: string };

/** What the service can search at the moment. */
export interface Served {
  searched: Coverage[];
  notSearched: NotSearched[];
}

interface Asking {
  signal: AbortSignal;
  /** Told the sent share of the upload, 0 to 1. */
  onSent: (share: number) => void;
}

/**
 * Asks the service for a verdict. XMLHttpRequest, because fetch does not tell how much of an upload is sent.
 * @throws Error with words for the artist: the problem's detail, or what stood between page and service.
 */
export function check(question: Question, { signal, onSent }: Asking): Promise<CheckResult> {
  const request = new XMLHttpRequest();
  request.open('POST', '/v1/checks');
  request.setRequestHeader('accept', 'application/json, application/problem+json');
  request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
  request.upload.onload = () => onSent(1);
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.onabort = () => reject(new Error('The check was cancelled.'));
    request.onerror = () => reject(new Error(UNREACHABLE));
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status === 200 && answer !== null) resolve(answer as CheckResult);
      else {
        const retryAfter = request.getResponseHeader('retry-after');
        reject(new Error(problemWords(request.status, retryAfter, answer)));
      }
    };
    if (question.kind === 'picture') request.send(formOf(question.picture));
    else {
      request.setRequestHeader('content-type', 'application/json');
      request.send(JSON.stringify({ url: question.url }));
    }
  });
}

/**
 * Has a row of an answer compared with the picture that its address shows now.
 * @param n through `matches`, then on through `lookAlikes`
 * @throws Error with words for the artist, as `check` does
 */
export async function askVerification(
  checkId: string,
  n: number,
  signal: AbortSignal,
): Promise<Verification> {
  const path = `/v1/checks/${encodeURIComponent(checkId)}/matches/${n}/verification`;
  const response = await fetch(path, { method: 'POST', signal }).catch(() => {
    throw new Error(UNREACHABLE);
  });
  const answer = parsed(await response.text());
  if (response.ok && answer !== null) return answer as Verification;
  throw new Error(problemWords(response.status, response.headers.get('retry-after'), answer));
}

/**
 * One page of a lookup.
 * @param after the `next` of the page before; null for the first
 * @throws Error with words for the artist, as `check` does
 */
export async function askRows(
  by: 'url' | 'domain' | 'caption',
  text: string,
  after: string | null,
  signal: AbortSignal,
): Promise<LookupAnswer> {
  const query = new URLSearchParams({ [by]: text, ...(after === null ? {} : { after }) });
  const response = await fetch(`/v1/images?${query}`, { signal }).catch(() => {
    throw new Error(UNREACHABLE);
  });
  const answer = parsed(await response.text());
  if (response.ok && answer !== null) return answer as LookupAnswer;
  throw new Error(problemWords(response.status, response.headers.get('retry-after'), answer));
}

/**
 * What each private programme means for a post.
 * @param answers by the names of the API @throws Error with words for the artist, as `check` does
 */
export async function askExposures(
  answers: Record<string, string>,
  signal: AbortSignal,
): Promise<Exposure[]> {
  const response = await fetch('/v1/exposures', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(answers),
    signal,
  }).catch(() => {
    throw new Error(UNREACHABLE);
  });
  const answer = parsed(await response.text());
  if (response.ok && answer !== null) return (answer as { exposures: Exposure[] }).exposures;
  throw new Error(problemWords(response.status, response.headers.get('retry-after'), answer));
}

/** What the service can search. @throws Error where it does not say. */
export async function askServed(): Promise<Served> {
  const response = await fetch('/v1/datasets');
  if (!response.ok) throw new Error(`The list of datasets came back with status ${response.status}.`);
  return (await response.json()) as Served;
}

/** A bundled demo picture, or null where this service has none. */
export async function fetchDemo(name: string): Promise<Blob | null> {
  const response = await fetch(`/demo/${name}.jpg`);
  return response.ok ? response.blob() : null;
}

/** The file's own name stays here: it may say more about the artist than the check needs. */
function formOf(picture: Blob): FormData {
  const form = new FormData();
  form.append('picture', picture, 'picture');
  return form;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function problemWords(status: number, retryAfter: string | null, answer: unknown): string {
  const { detail, title } = (answer ?? {}) as { detail?: unknown; title?: unknown };
  const words =
    [detail, title].find((text): text is string => typeof text === 'string' && text !== '') ??
    `The service answered with status ${status} and no explanation.`;
  return /^\d+$/.test(retryAfter ?? '') ? `${words} Try again in ${retryAfter} s.` : words;
}
