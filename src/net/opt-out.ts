import type { OptOut } from '../api/opt-out.ts';

/** A response's headers: names in lower case; a header that came more than once may be a list. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * The wish in a response's headers that the file be left out of machine learning, or null.
 * `X-Robots-Tag: noai` or `noimageai` (DeviantArt's directives of 2022), also where the line is addressed to
 * one robot (`GPTBot: noai`): who reserves a file against one trainer means all of them, we assume;
 * `tdm-reservation: 1` (the W3C community group's TDM Reservation Protocol).
 */
export function optOutSignal(headers: ResponseHeaders): OptOut | null {
  const directives = robotsTag(headers).map(({ directive }) => directive);
  if (directives.includes('noai')) return { signal: 'noai', where: 'X-Robots-Tag' };
  if (directives.includes('noimageai')) return { signal: 'noimageai', where: 'X-Robots-Tag' };
  return tdmReservation(headers) === '1' ? { signal: 'tdm-reservation', where: 'TDM-Reservation' } : null;
}

/** One word of an `X-Robots-Tag`. */
export interface RobotsDirective {
  /** The robot it is addressed to, in lower case; null: all of them. */
  robot: string | null;
  /** In lower case, such as `noai` or `max-snippet:20`. */
  directive: string;
}

/** Directives that have a colon of their own, which names no robot. */
const WITH_VALUE = /^(unavailable_after|max-snippet|max-image-preview|max-video-preview)\s*:/;

/** Every directive of a response's `X-Robots-Tag` lines: a robot's name holds for what follows it on its line. */
export function robotsTag(headers: ResponseHeaders): RobotsDirective[] {
  return [headers['x-robots-tag'] ?? []].flat().flatMap((line) => {
    let robot: string | null = null;
    return line.split(',').map((item): RobotsDirective => {
      const text = item.trim().toLowerCase();
      const addressed = WITH_VALUE.test(text) ? null : /^([^:]*):\s*(.*)$/.exec(text);
      if (addressed) robot = addressed[1].trim();
      return { robot, directive: addressed ? addressed[2] : text };
    });
  });
}

/** What a response's `TDM-Reservation` says; null where it says neither 1 nor 0. 1 where it says both. */
export function tdmReservation(headers: ResponseHeaders): '0' | '1' | null {
  const said = items(headers['tdm-reservation']);
  return said.includes('1') ? '1' : said.includes('0') ? '0' : null;
}

function items(header: string | string[] | undefined): string[] {
  return [header ?? []].flat().flatMap((line) => line.split(',').map((item) => item.trim().toLowerCase()));
}
