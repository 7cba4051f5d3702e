import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { hostAndPort, isPublicAddress, notPublic } from './address-guard.ts';

/** All addresses of a name; rejects where it has none. */
export type ResolveName = (hostname: string) => Promise<LookupAddress[]>;

export const resolveBySystem: ResolveName = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

/**
 * A connector for undici that only reaches public addresses. A name is resolved once for a connection, every
 * address it has is judged, and the socket goes to one of those very addresses: a name server that answers
 * differently the second time (DNS rebinding) is never asked a second time.
 * @param privateHosts `HOST:PORT` that are reached wherever they lead
 */
export function guardedConnector(
  resolveName: ResolveName,
  privateHosts: ReadonlySet<string>,
  timeoutMs: number,
): buildConnector.connector {
  const toPublic = buildConnector({ timeout: timeoutMs, lookup: asLookup(publicOnly(resolveName)) });
  const toAny = buildConnector({ timeout: timeoutMs, lookup: asLookup(resolveName) });
  return (options, callback) => {
    if (privateHosts.has(hostAndPort(options))) return toAny(options, callback);
    // A literal address is connected to without any look-up.
    const { hostname } = options;
    if (isIP(hostname) !== 0 && !isPublicAddress(hostname)) return callback(notPublic(), null);
    return toPublic(options, callback);
  };
}

/**
 * `resolveName`, refusing a name as soon as one of its addresses is not public: a name with a public and a
 * private address is an attack or a mistake, never a picture server.
 * @throws TrainspotError `address-refused`, by rejection
 */
export function publicOnly(resolveName: ResolveName): ResolveName {
  return async (hostname) => {
    const addresses = await resolveName(hostname);
    if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))) {
      throw notPublic();
    }
    return addresses;
  };
}

/** Node's sockets ask for one address or for all of them; either way they get those that were judged. */
function asLookup(resolveName: ResolveName): LookupFunction {
  return (hostname, options: LookupOptions, callback) => {
    resolveName(hostname).then(
      (addresses) => {
        // What is thrown here nobody would catch.
        if (addresses.length === 0)
          callback(Object.assign(new Error('No address.'), { code: 'ENOTFOUND' }), '', 0);
        else if (options.all) callback(null, addresses);
        else callback(null, addresses[0].address, addresses[0].family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
