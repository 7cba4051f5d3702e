import { getDomain } from 'tldts';

/**
 * What is counted as one host when requests are limited: the registrable domain, since `farm1.` to `farm9.` of one
 * photo service are one operator's machines, and a limit for each name would be ninefold for them. Under a suffix
 * that a platform lends to its customers (`github.io`, `s3.amazonaws.com`: the private part of the Public Suffix List)
 * each customer is a site. A number address, and a name without a domain, is a site with its port.
 */
export function registrableDomain(url: URL): string {
  return getDomain(url.hostname, { allowPrivateDomains: true }) ?? url.host;
}
