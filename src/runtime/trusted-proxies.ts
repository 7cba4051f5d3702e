import { BlockList, isIP } from 'node:net';
import { TrainspotError } from '../core/errors.ts';

/**
 * Whether an address is that of a proxy whose word on its client counts.
 * @param entry the connection's own address, or one of X-Forwarded-For; undefined once the connection is gone
 * @param hop 0 for the connection itself, 1 for the last entry of X-Forwarded-For, and so on
 */
export type TrustedProxies = (entry: string | undefined, hop: number) => boolean;

/** More proxies than that stand in no row. */
const MAX_HOPS = 32;

/** The names that `proxy-addr` gave to these networks, which other servers' settings use too. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/**
 * Reads `TRUST_PROXY`: `false`, the number of proxies before the service, or their addresses and networks.
 * @throws TrainspotError `config-invalid`
 */
export function trustedProxies(text: string): TrustedProxies {
  if (text === 'false') return () => false;
  if (text === 'true') {
    throw wrong(
      text,
      'it would believe any address that a client writes into X-Forwarded-For. Say how many proxies stand before ' +
        'the service, such as 1, or where they are, such as loopback or 10.0.0.0/8',
    );
  }
  if (/^\d+$/.test(text)) return byNumber(text);
  const networks = new BlockList();
  for (const one of text.split(',').map((part) => part.trim())) {
    for (const network of NAMED[one] ?? [one]) addNetwork(networks, network, text);
  }
  return (entry) => {
    const address = addressIn(entry);
    return address !== null && networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  };
}

/**
 * The address of an entry of X-Forwarded-For, without the port that some proxies write and without a zone; null where
 * it is no address.
 */
export function addressIn(entry: string | undefined): string | null {
  if (entry === undefined) return null;
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry;
  const [address] = bare.split('%', 1);
  return isIP(address) === 0 ? null : address;
}

function byNumber(text: string): TrustedProxies {
  const hops = Number(text);
  if (hops > MAX_HOPS) throw wrong(text, `it is more than ${MAX_HOPS} proxies`);
  return (entry, hop) => entry !== undefined && hop < hops;
}

function addNetwork(networks: BlockList, network: string, text: string): void {
  const [, address, prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(network) ?? [];
  const kind = isIP(address ?? '');
  if (kind === 0) {
    const names = Object.keys(NAMED).join(', ');
    throw wrong(
      text,
      `'${network}' is neither a number of proxies, nor an address or a network such as 10.0.0.0/8, nor one of ${names}`,
    );
  }
  const bits = kind === 6 ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length < 1 || length > bits) {
    throw wrong(text, `the network '${network}' has a prefix of ${length} bits; it should have 1 to ${bits}`);
  }
  networks.addSubnet(address, length, kind === 6 ? 'ipv6' : 'ipv4');
}

function wrong(text: string, why: string): TrainspotError {
  return new TrainspotError(
    'config-invalid',
    `TRUST_PROXY (${TRUST_PROXY_MEANING}): '${text}' is not allowed: ${why}.`,
  );
}

/** What the setting means, in the words of the settings' other errors. */
export const TRUST_PROXY_MEANING =
  'whose X-Forwarded-For is believed: false, the number of proxies before the service, or their addresses and networks';
