import type { Answer } from './answer.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Where an answer sends on to, still relative, or null where it does not: it has another status, no `Location`, an empty
 * one, or several that differ. As browsers do, each byte beyond ASCII is escaped as it came, so that letters which are
 * written raw are asked for in the server's own encoding.
 */
export function redirectOf({ statusCode, headers }: Pick<Answer, 'statusCode' | 'headers'>): string | null {
  if (!REDIRECTS.has(statusCode)) return null;
  const [location, ...others] = new Set([headers['location'] ?? []].flat());
  if (location === undefined || location === '' || others.length > 0) return null;
  // The client reads headers as Latin-1: one character is one byte.
  return location.replace(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}
