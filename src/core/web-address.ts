import { parseUrl } from './parse-url.ts';

/**
 * What two addresses of the same picture have in common: host, port, path and query as a browser would send them,
 * whatever the scheme, the writing of the host (münchen.example, xn--mnchen-3ya.example) or the fragment.
 * Null where `url` is no http or https address.
 */
export function sameAddress(url: string): string | null {
  const parsed = parseUrl(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.hostname === '') return null;
  return parsed.host + parsed.pathname + parsed.search;
}

/**
 * The host's labels from the right: `org.example.media` of https://media.example.org/a.jpg, so that everything
 * under a domain has one beginning. An address made of numbers stays as it is. Null where `url` is no http or
 * https address.
 */
export function reversedHost(url: string): string | null {
  const parsed = parseUrl(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.hostname === '') return null;
  return reversedLabels(parsed.hostname);
}

/** A host name's labels from the right; a number address and [::1] as they are. */
export function reversedLabels(hostname: string): string {
  const isNumber = hostname.startsWith('[') || /^\d+(\.\d+){3}$/.test(hostname);
  return isNumber ? hostname : hostname.replace(/\.$/, '').split('.').toReversed().join('.');
}
