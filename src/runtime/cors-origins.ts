import { TrainspotError } from '../core/errors.ts';
import { parseUrl } from '../core/parse-url.ts';

/** Whether a page of that origin may ask the service; its `Origin` header, undefined where it sent none. */
export type AllowsOrigin = (origin: string | undefined) => boolean;

/** What the setting means, in the words of the settings' other errors. */
export const CORS_ORIGINS_MEANING =
  'comma-separated origins whose pages may ask the service, such as https://studio.example; * is any page';

/**
 * Reads `CORS_ORIGINS`. No answer lets a browser add cookies or a stored password, so that `*` opens nothing that
 * a page does not hold the key of.
 * @returns the origins as browsers write them; `*` for any
 * @throws TrainspotError `config-invalid`
 */
export function corsOrigins(text: string): readonly string[] | '*' {
  const parts = text.split(',').map((part) => part.trim());
  const named = parts.filter((part) => part !== '');
  if (named.length === 1 && named[0] === '*') return '*';
  return named.map(originIn);
}

/** @param origins as `corsOrigins` answers them */
export function allowsOrigin(origins: ReturnType<typeof corsOrigins>): AllowsOrigin {
  return (origin) => origin !== undefined && (origins === '*' || origins.includes(origin));
}

function originIn(text: string): string {
  if (text.includes('*')) throw wrong(text, '* stands alone or not at all; name each origin');
  const url = parseUrl(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw wrong(
      text,
      'an origin begins with http:// or https:// and has a host, such as https://studio.example',
    );
  }
  // Browsers write it so, and would never be found in what is written otherwise.
  if (url.origin !== text) throw wrong(text, `browsers write that origin as '${url.origin}'`);
  return text;
}

function wrong(text: string, why: string): TrainspotError {
  return new TrainspotError(
    'config-invalid',
    `CORS_ORIGINS (${CORS_ORIGINS_MEANING}): '${text}' is not allowed: ${why}.`,
  );
}
