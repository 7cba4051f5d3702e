import { parse } from 'tldts';
import { parseUrl } from '../../core/parse-url.ts';
import { typedAddress, unwrapped } from '../../core/typed-address.ts';
import { reversedLabels } from '../../core/web-address.ts';

/** A host, as it was meant. */
export interface WebDomain {
  /** In lower case and punycode. */
  name: string;
  /** Its labels from the right, as rows have them. */
  reversed: string;
  /** Path and query of the address that was given in its place; empty where it names the host alone. */
  below: string;
}

/**
 * The host that somebody named, such as `example.co.uk`, `*.example.org` or `münchen.example`, or by an address at it;
 * or what is wrong with it. A public suffix (`co.uk`) is nobody's; what a company lends out (`github.io`) is the company's, and a host of
 * it a host like any other.
 */
export function readWebDomain(text: string): WebDomain | { wrong: string } {
  const given = unwrapped(text).replace(/^\*?\./, '');
  const url = /[/?#@\s\\]/.test(given) ? addressIn(given) : hostIn(given);
  if (url === null) {
    return { wrong: `'${given.slice(0, 100)}' is no domain; write it as example.org.` };
  }
  const name = url.hostname.replace(/\.$/, '');
  const { publicSuffix, domain, isIp, isIcann } = parse(name, { allowPrivateDomains: false });
  if (!isIp && domain === null && publicSuffix === name && isIcann) {
    return { wrong: `'${name}' is a public suffix: everybody's domains lie under it. Name one of them.` };
  }
  if (!isIp && !name.includes('.') && name !== 'localhost') {
    return { wrong: `'${name}' is a whole top-level domain or no domain. Name a domain under it.` };
  }
  const below = url.pathname + url.search;
  return { name, reversed: reversedLabels(name), below: below === '/' ? '' : below };
}

function hostIn(text: string): URL | null {
  const url = parseUrl(`http://${text}/`);
  // A port is no part of a host; [::1] has colons of its own.
  const hasPort = url?.port !== '' || /:\d+$/.test(text.replace(/^\[.*\]$/, ''));
  return url === null || url.hostname === '' || hasPort ? null : url;
}

function addressIn(text: string): URL | null {
  const url = parseUrl(typedAddress(text));
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '';
  return isWeb && url.username === '' && url.password === '' ? url : null;
}
