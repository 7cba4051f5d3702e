import { parseUrl } from './parse-url.ts';

/**
 * What two addresses of the same picture have in common: host, port, path and query as a browser would send them,
 * whatever the scheme, the writing of the host (münchen.example, xn--mnchen-3ya.example, a dot at its end), the fragment,
 * or the escapes (RFC 3986, 6.2.2): `%c3%a9`, `%C3%A9` and é are one, as are `%7E` and `~`; `%2F` and `/` are not. An `&`
 * that was taken from a page as `&amp;`, as many manifests have it, is an `&`.
 * Null where `url` is no http or https address. Rows are stored by it: a change needs a migration.
 */
export function sameAddress(url: string): string | null {
  const parsed = webUrl(askedAddress(url));
  if (parsed === null) return null;
  const port = parsed.port === '' ? '' : `:${parsed.port}`;
  return parsed.hostname.replace(/\.$/, '') + port + oneWriting(parsed.pathname + parsed.search);
}

/** An ampersand as HTML writes it, once or over and over. */
const ESCAPED_AMPERSAND = /&(?:(?:amp|#0*38|#x0*26);)+/gi;

/**
 * The address that a browser asks for where a page says `url`: what a manifest took from it with `&amp;` stands there for
 * an `&`, and without it other pictures come, or none.
 */
export function askedAddress(url: string): string {
  return url.replace(ESCAPED_AMPERSAND, '&');
}

/** What needs no escape anywhere: RFC 3986, 2.3. */
const UNRESERVED = /[A-Za-z0-9\-._~]/;
/**
 * An escape, or a character that may stand nowhere without one, a `%` that begins none included; which of these browsers
 * escape has changed over time.
 */
const ESCAPE_OR_ESCAPABLE = /%[0-9a-f]{2}|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?]/gi;

/** Of a path and query in ASCII. */
function oneWriting(text: string): string {
  return text.replace(ESCAPE_OR_ESCAPABLE, (found) => {
    if (found.length === 1) return `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
    const character = String.fromCharCode(Number.parseInt(found.slice(1), 16));
    return UNRESERVED.test(character) ? character : found.toUpperCase();
  });
}

function webUrl(url: string): URL | null {
  const parsed = parseUrl(url);
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.hostname !== '' ? parsed : null;
}

/**
 * The host's labels from the right: `org.example.media` of https://media.example.org/a.jpg, so that everything
 * under a domain has one beginning. An address made of numbers stays as it is. Null where `url` is no http or
 * https address.
 */
export function reversedHost(url: string): string | null {
  const parsed = webUrl(url);
  return parsed && reversedLabels(parsed.hostname);
}

/** A host name's labels from the right; a number address and [::1] as they are. */
export function reversedLabels(hostname: string): string {
  const isNumber = hostname.startsWith('[') || /^\d+(\.\d+){3}$/.test(hostname);
  return isNumber ? hostname : hostname.replace(/\.$/, '').split('.').toReversed().join('.');
}
