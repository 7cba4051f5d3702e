import type { CaseView, OpenedCase } from '../../api/case.ts';
import type { RequestChange, RequestInput } from '../../api/case-input.ts';
import type { MatchChannel } from '../../api/channel.ts';
import type { Match } from '../../api/match.ts';
import type { Notice, NoticeKindInfo } from '../../api/notice.ts';
import { type PackFile, packOf } from './ask.ts';
import { posted, request } from './request.ts';

/** What the page asks of one case. The token travels in a header alone. All reject with words for the artist. */
export interface CaseApi {
  read(): Promise<CaseView>;
  draft(input: RequestInput): Promise<CaseView>;
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
    draft: (input) => view(send('POST', `${path}/requests`, input)),
    change: (n, change) => view(send('PATCH', `${path}/requests/${n}`, change)),
    recheck: () => view(send('POST', `${path}/rechecks`, {})),
    notice: async (n) => (await send('GET', `${path}/requests/${n}/notice`)).json(),
    file: async (n, format) => (await send('GET', `${path}/requests/${n}/notice?format=${format}`)).blob(),
    evidence: async (signal) => packOf(await send('POST', `${path}/evidence`, {}, signal)),
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

/** Whether a letter goes there: what the artist does alone takes none. */
export function takesLetters({ letters }: Pick<MatchChannel, 'letters'>): boolean {
  return letters.length > 0;
}

/** Nothing of a case is kept by the browser. */
function ask(url: string, asked: RequestInit): Promise<Response> {
  return request(url, { ...asked, cache: 'no-store' });
}
