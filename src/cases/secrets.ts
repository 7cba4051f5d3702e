import { createHash, randomBytes } from 'node:crypto';
import { sha256Of } from '../runtime/sha256.ts';

/** 256 bits: nobody guesses one. */
const TOKEN_BYTES = 32;
const KEY_PREFIX = 'tsk_';
const CALENDAR_PREFIX = 'cal_';

/** A token that opens one case. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** A key by which a program owns cases. */
export function newApiKey(): string {
  return KEY_PREFIX + newToken();
}

export function isApiKey(secret: string): boolean {
  return secret.startsWith(KEY_PREFIX);
}

/**
 * The token that reads a case's calendar and nothing else. It follows from the case's own token and does not lead back to
 * it: calendar programs keep it in an address.
 */
export function calendarToken(token: string): string {
  return CALENDAR_PREFIX + createHash('sha256').update(`calendar ${token}`).digest('base64url');
}

/** What is kept of a secret, as hex. Its bits are random, so that a plain hash is enough. */
export function secretHash(secret: string): string {
  return sha256Of(secret);
}
