import type { CaseView, OpenedCase } from '../api/case.ts';
import type { RequestChange, RequestInput } from '../api/case-input.ts';
import type { Match } from '../api/match.ts';
import type { Notice, NoticeKindInfo } from '../api/notice.ts';
import { type PackFile, packOf, posted } from './ask.ts';
import { Unreachable } from './failure.ts';

/** What the page asks of one case. The token travels in a header alone. All reject with words for the artist. */
export interface CaseApi {
  read(): Promise<CaseView>;
  draft(wish: RequestInput): Promise<CaseView>;
  change(n: number, change: RequestChange): Promise<CaseView>;
  recheck(): Promise<CaseView>;
  notice(n: number): Promise<Notice>;
  /** The notice as a file. */
  file(n: number, format: 'pdf' | 'text'): Promise<Blob>;
  /** The evidence of the check that found the rows, with what happened in the case. */
  evidence(signal: AbortSignal): Promise<PackFile>;
  remove(): Promise<void>;
}

export function caseApi(token: string): CaseApi {
  const path = '/v1/cases/mine';
  const authorization = `Bearer ${token}`;
  const send = (method: string, url: string, body?: unknown, signal?: AbortSignal): Promise<Response> =>
    ask(url, {
      method,
      signal,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const view = async (answer: Promise<Response>): Promise<CaseView> => (await answer).json();
  return {
    read: () => view(send('GET', path)),
    draft: (wish) => view(send('POST', `${path}/requests`, wish)),
    change: (n, change) => view(send('PATCH', `${path}/requests/${n}`, change)),
    recheck: () => view(send('POST', `${path}/rechecks`, {})),
    notice: async (n) => (await send('GET', `${path}/requests/${n}/notice`)).json(),
    file: async (n, format) => (await send('GET', `${path}/requests/${n}/notice?format=${format}`)).blob(),
    async evidence(signal) {
      const response = await send('POST', `${path}/evidence`, {}, signal);
      return packOf(response, await response.blob());
    },
    remove: async () => void (await send('DELETE', path)),
  };
}

/** The kinds of notices, with what they ask. */
export async function askNoticeKinds(): Promise<NoticeKindInfo[]> {
  const { kinds } = (await (await ask('/v1/notices', {})).json()) as { kinds: NoticeKindInfo[] };
  return kinds;
}

/** Opens a case about a match that a check found, for a channel of it. */
export async function openCaseOf(
  match: Match,
  checkId: string,
  channel: string | undefined,
): Promise<OpenedCase> {
  const { dataset, release, rowId, url, grade, pdqDistance, similarity } = match;
  const row = { dataset, release, rowId, url, grade, pdqDistance, similarity };
  return (await ask('/v1/cases', posted({ matches: [row], checkId, channel }))).json();
}

/** @throws Error with words for the artist: the problem's detail, or what stood between page and service */
async function ask(url: string, request: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...request, cache: 'no-store' }).catch(() => {
    throw new Unreachable();
  });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Error(problem.detail ?? `The service answered ${response.status}. Try again later.`);
}
