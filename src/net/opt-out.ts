import type { OptOut } from '../core/fetch-failure.ts';

/** A response's headers: names in lower case; a header that came more than once may be a list. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * The wish in a response's headers that the file be left out of machine learning, or null.
 * `X-Robots-Tag: noai` or `noimageai` (DeviantArt's directives of 2022), also where the line is addressed to
 * one robot (`GPTBot: noai`): who reserves a file against one trainer means all of them, we assume;
 * `tdm-reservation: 1` (the W3C community group's TDM Reservation Protocol).
 */
export function optOutSignal(headers: ResponseHeaders): OptOut | null {
  const directives = items(headers['x-robots-tag']).map((item) => item.replace(/^[^:]*:\s*/, ''));
  if (directives.includes('noai')) return { signal: 'noai', where: 'X-Robots-Tag' };
  if (directives.includes('noimageai')) return { signal: 'noimageai', where: 'X-Robots-Tag' };
  const isReserved = items(headers['tdm-reservation']).includes('1');
  return isReserved ? { signal: 'tdm-reservation', where: 'TDM-Reservation' } : null;
}

function items(header: string | string[] | undefined): string[] {
  return [header ?? []].flat().flatMap((line) => line.split(',').map((item) => item.trim().toLowerCase()));
}
