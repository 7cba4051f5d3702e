import type { Answers } from '../../api/answers.ts';
import type { Match } from '../../api/match.ts';
import type { Exposure } from '../../api/exposure.ts';
import type { LookAlikes } from '../../api/look-alikes.ts';
import type { LookupAnswer } from '../../api/lookup.ts';
import type { KeptOut, OptOutAudit, OptOutFile } from '../../api/opt-out.ts';
import type { Routes } from '../../api/routes.ts';
import type { CheckResult } from '../../api/check-result.ts';
import type { Searched } from '../../api/searched.ts';
import type { Verification } from '../../api/verification.ts';
import { Unreachable } from './failure.ts';
import { parsed, posted, problemOf, request, requestHeld, requestJson } from './request.ts';

/** What the artist wants checked. */
export type Question = { kind: 'picture'; picture: Blob } | { kind: 'address'; url: string };

/** An evidence pack, to save. */
export interface PackFile {
  file: Blob;
  name: string;
  sha256: string;
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
  const sending = new XMLHttpRequest();
  sending.open('POST', '/v1/checks');
  sending.setRequestHeader('accept', 'application/json, application/problem+json');
  sending.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
  sending.upload.onload = () => onSent(1);
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => sending.abort(), { once: true });
    sending.onabort = () => reject(new Error('The check was cancelled.'));
    sending.onerror = () => reject(new Unreachable());
    sending.onload = () => {
      const answer = parsed(sending.responseText);
      if (sending.status === 200 && answer !== null) resolve(answer as CheckResult);
      else {
        const retryAfter = sending.getResponseHeader('retry-after');
        reject(problemOf(sending.status, retryAfter, sending.responseText));
      }
    };
    if (question.kind === 'picture') sending.send(formOf(question.picture));
    else {
      sending.setRequestHeader('content-type', 'application/json');
      sending.send(JSON.stringify({ url: question.url }));
    }
  });
}

/**
 * Has a row of an answer compared with the picture that its address shows now.
 * @param n through `matches`, then on through `parts` and through `lookAlikes`
 * @throws Error with words for the artist, as `check` does
 */
export function askVerification(checkId: string, n: number, signal: AbortSignal): Promise<Verification> {
  const path = `/v1/checks/${encodeURIComponent(checkId)}/matches/${n}/verification`;
  return requestJson(path, { method: 'POST', signal });
}

/** Has the service begin to compare rows with their live pictures. @throws Error with words for the artist, as `check` does */
export function askLive(checkId: string, signal: AbortSignal): Promise<CheckResult> {
  return requestJson(`/v1/checks/${encodeURIComponent(checkId)}/live`, { method: 'POST', signal });
}

/**
 * The evidence of a check, as a file to save.
 * @throws Error with words for the artist, as `check` does
 */
export async function askEvidence(checkId: string, signal: AbortSignal): Promise<PackFile> {
  const path = `/v1/checks/${encodeURIComponent(checkId)}/evidence`;
  return packOf(await request(path, { method: 'POST', signal }));
}

/** A pack as it is answered, with the name and the sha256 that came beside it. */
export async function packOf(response: Response): Promise<PackFile> {
  const { headers } = response;
  const digest = /sha-256=:([^:]+):/.exec(headers.get('repr-digest') ?? '')?.[1] ?? '';
  const file = await response.blob();
  return { file, name: fileNameOf(headers) ?? 'trainspot-evidence.zip', sha256: hexOf(digest) };
}

/**
 * What a page or picture says about AI training; also where that is a problem, since nothing there could be read.
 * @throws Error with words for the artist, as `check` does
 */
export function askAudit(url: string, signal: AbortSignal): Promise<OptOutAudit> {
  return requestHeld('/v1/opt-out-audits', posted({ url }, signal), (body) => 'mechanisms' in body);
}

/**
 * A copy of the picture that reserves itself, and a name for it.
 * @throws Error with words for the artist, as `check` does
 */
export async function askMarked(picture: Blob): Promise<{ file: Blob; name: string }> {
  const answer = await request('/v1/opt-out-pictures', { method: 'POST', body: formOf(picture) });
  return { file: await answer.blob(), name: fileNameOf(answer.headers) ?? 'reserved' };
}

/** The files and lines to publish. @throws Error with words for the artist, as `check` does */
export async function askOptOutFiles(keepOut: KeptOut): Promise<OptOutFile[]> {
  return (await requestJson<{ files: OptOutFile[] }>('/v1/opt-out-files', posted({ keepOut }))).files;
}

function fileNameOf(headers: Headers): string | null {
  return /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '')?.[1] ?? null;
}

function hexOf(base64: string): string {
  return Array.from(atob(base64), (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/**
 * One page of a lookup.
 * @param after the `next` of the page before; null for the first
 * @throws Error with words for the artist, as `check` does
 */
export function askRows(
  by: 'url' | 'domain' | 'caption',
  text: string,
  after: string | null,
  signal: AbortSignal,
): Promise<LookupAnswer> {
  const query = new URLSearchParams({ [by]: text, ...(after === null ? {} : { after }) });
  return requestJson(`/v1/images?${query}`, { signal });
}

/** Pictures that fit words best. @throws Error with words for the artist, as `check` does */
export function askByWords(text: string, signal: AbortSignal): Promise<LookAlikes> {
  return requestJson('/v1/text-searches', posted({ text }, signal));
}

/**
 * What each private programme means for a post.
 * @param answers by the names of the API @throws Error with words for the artist, as `check` does
 */
export async function askExposures(
  answers: Record<string, string>,
  signal: AbortSignal,
): Promise<Exposure[]> {
  return (await requestJson<{ exposures: Exposure[] }>('/v1/exposures', posted(answers, signal))).exposures;
}

/** Who can be asked about a row, by what the artist answered. @throws Error with words for the artist, as `check` does */
export function askRoutes(
  { dataset, release, rowId, url }: Pick<Match, 'dataset' | 'release' | 'rowId' | 'url'>,
  answers: Partial<Answers>,
  signal?: AbortSignal,
): Promise<Routes> {
  return requestJson('/v1/routes', posted({ dataset, release, rowId, url, answers }, signal));
}

/** What the service can search. @throws Error where it does not say. */
export function askServed(): Promise<Searched> {
  return requestJson('/v1/datasets');
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
