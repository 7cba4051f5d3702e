import { Refused, Unreachable } from './failure.ts';

/** What the service answers. @throws Error with words for the artist: the problem's detail, or what stood between */
export async function request(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch(() => {
    throw new Unreachable();
  });
  if (response.ok) return response;
  throw problemOf(response.status, response.headers.get('retry-after'), await response.text());
}

/** The same, for what is JSON. @throws Error with words for the artist, as `request` does */
export async function requestJson<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await request(path, init);
  const answer = parsed(await response.text());
  if (answer !== null) return answer as Answer;
  throw problemOf(response.status, null, '');
}

/**
 * The same, where a refusal may hold the answer all the same, beside the problem's own members.
 * @param holds whether this body does
 */
export async function requestHeld<Answer>(
  path: string,
  init: RequestInit,
  holds: (body: object) => boolean,
): Promise<Answer> {
  const response = await fetch(path, init).catch(() => {
    throw new Unreachable();
  });
  const text = await response.text();
  const body = parsed(text);
  if (typeof body === 'object' && body !== null && (response.ok || holds(body))) return body as Answer;
  throw problemOf(response.status, response.headers.get('retry-after'), text);
}

/** A request that hands over JSON. */
export function posted(body: unknown, signal?: AbortSignal): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  };
}

/** Null where it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The service's refusal, in its own words where it gave some. @param text of its answer */
export function problemOf(status: number, retryAfter: string | null, text: string): Error {
  const { detail, title } = (parsed(text) ?? {}) as { detail?: unknown; title?: unknown };
  const words =
    [detail, title].find((said): said is string => typeof said === 'string' && said !== '') ??
    `The service answered with status ${status} and no explanation.`;
  const isTimed = /^\d+$/.test(retryAfter ?? '');
  return new Refused(isTimed ? `${words} Try again in ${retryAfter} s.` : words, status);
}
