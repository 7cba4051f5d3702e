import { parse } from 'tldts';
import { parseUrl } from '../core/parse-url.ts';
import { reversedLabels } from '../core/web-address.ts';

/** A host, as it was meant. */
export interface WebDomain {
  /** In lower case and punycode. */
  name: string;
  /** Its labels from the right, as rows have them. */
  reversed: string;
}

/**
 * The host that somebody named, such as `example.co.uk`, `*.example.org` or `münchen.example`; or what is wrong with
 * it. A public suffix (`co.uk`) is nobody's; what a company lends out (`github.io`) is the company's, and a host of
 * it a host like any other.
 */
export function readWebDomain(text: string): WebDomain | { wrong: string } {
  const given = text.trim().replace(/^\*?\./, '');
  const shown = given.slice(0, 100);
  const url = /[/?#@\s\\]/.test(given) ? null : parseUrl(`http://${given}/`);
  // A port is no part of a host; [::1] has colons of its own.
  if (!url || url.hostname === '' || url.port !== '' || /:\d+$/.test(given.replace(/^\[.*\]$/, ''))) {
    return {
      wrong: `'${shown}' is no domain; write it as example.org, without https:// and without a path.`,
    };
  }
  const name = url.hostname.replace(/\.$/, '');
  const { publicSuffix, domain, isIp, isIcann } = parse(name, { allowPrivateDomains: false });
  if (!isIp && domain === null && publicSuffix === name && isIcann) {
    return { wrong: `'${name}' is a public suffix: everybody's domains lie under it. Name one of them.` };
  }
  if (!isIp && !name.includes('.') && name !== 'localhost') {
    return { wrong: `'${name}' is a whole top-level domain or no domain. Name a domain under it.` };
  }
  return { name, reversed: reversedLabels(name) };
}
