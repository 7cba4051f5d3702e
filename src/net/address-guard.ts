import ipaddr from 'ipaddr.js';
import { TrainspotError } from '../core/errors.ts';
import { parseUrl } from '../core/parse-url.ts';

/** IPv6 that is routed on the internet at all; outside it lie ::1, ::, fc00::, fe80::, NAT64 and the v4-in-v6 forms. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Azure's platform service: a public number that a virtual machine reaches inside its own host. */
const PLATFORM_SERVICES: ReadonlySet<string> = new Set(['168.63.129.16']);

/**
 * Names that never lead to the public internet (RFC 6761, 6762, 8375, ICANN's `internal`, and the ones that
 * home and office networks use). Refused before any look-up, so that nobody learns which of them exist here.
 */
const PRIVATE_SUFFIXES = ['localhost', 'local', 'internal', 'home.arpa', 'lan', 'home', 'corp', 'intranet'];

/** The lowest port that is no well-known service; below it only the web's own two are asked. */
const FIRST_FREE_PORT = 1024;

/**
 * Whether `ip` is an address of the public internet, in any textual form. False for everything else: private,
 * loopback, link-local, carrier-grade NAT, multicast, reserved, benchmarking and documentation ranges, every
 * IPv6 form that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo), zoned addresses, and text
 * that is no address. Ranges: IANA's special-purpose registries, as `ipaddr.js` keeps them; the judgement is ours, since
 * what is refused is this service's own rule and is asked anew for every address that a name resolves to.
 */
export function isPublicAddress(ip: string): boolean {
  if (ip.includes('%') || !ipaddr.isValid(ip)) return false;
  const address = ipaddr.parse(ip);
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_IPV6);
  return !PLATFORM_SERVICES.has(address.toString());
}

/** Where a connection leads, as `HOST:PORT`; IPv6 in brackets, whether it came in them or not. */
export function hostAndPort({
  protocol,
  hostname,
  port,
}: Pick<URL, 'protocol' | 'hostname' | 'port'>): string {
  const host = ipaddr.IPv6.isValid(hostname) ? `[${hostname}]` : hostname;
  return `${host}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

/**
 * The address in `text`, if the server may ask it. A name is checked again when it is resolved: see `connect.ts`.
 * Decimal, octal, hex and shortened IPv4 forms are plain IPv4 by the time they are judged (the URL standard's
 * own normalisation). Ports are 80, 443 and those from 1024 on: picture servers do run on 8080 or 8443, but
 * none runs where mail, shells and name servers listen.
 * @param allowedPrivateHosts `HOST:PORT` that may be asked though private
 * @throws TrainspotError `address-invalid` where it is no http or https address with a host and without a
 * password; `address-refused` where it leads away from the public web.
 */
export function checkUrl(text: string, allowedPrivateHosts: ReadonlySet<string>): URL {
  const url = parseUrl(text);
  if (url === null) throw invalid('This is not an address.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalid(`The address begins with '${url.protocol}'; only http: and https: can be fetched.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid('The address holds a user name or a password; leave them out.');
  }
  if (allowedPrivateHosts.has(hostAndPort(url))) return url;
  if (url.port !== '' && url.port !== '80' && url.port !== '443' && Number(url.port) < FIRST_FREE_PORT) {
    throw new TrainspotError(
      'address-refused',
      `Port ${url.port} is not asked for pictures; only 80, 443 and those from ${FIRST_FREE_PORT} on are.`,
    );
  }
  if (!mayBePublic(url.hostname)) throw notPublic();
  return url;
}

/** The one refusal for everything that is not public: it does not say what a name led to. */
export function notPublic(): TrainspotError {
  return new TrainspotError(
    'address-refused',
    'The address does not lead to the public internet, and only that is fetched. Upload the picture instead.',
  );
}

function mayBePublic(hostname: string): boolean {
  // The URL standard leaves brackets around IPv6, and only there.
  if (hostname.startsWith('[')) return isPublicAddress(hostname.slice(1, -1));
  if (ipaddr.IPv4.isValid(hostname)) return isPublicAddress(hostname);
  const name = hostname.replace(/\.$/, '');
  return name.includes('.') && !PRIVATE_SUFFIXES.some((suffix) => name.endsWith(`.${suffix}`));
}

function invalid(what: string): TrainspotError {
  return new TrainspotError('address-invalid', `${what} Give one like https://example.org/picture.jpg.`);
}
