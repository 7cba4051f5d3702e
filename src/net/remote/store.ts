import { AwsV4Signer } from 'aws4fetch';
import { shownAddress, type BucketAddress, type RemoteAddress } from './address.ts';
import type { Asked } from './remote-failure.ts';

/** What opens a store; without it requests are anonymous, as public buckets allow. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Of credentials that hold for a time. */
  sessionToken?: string;
}

/** A store with S3's interface. */
interface StoreSettings {
  /** Null takes Amazon's own of the region. */
  endpoint: string | null;
  region: string;
  credentials: Credentials | null;
}

export interface StoresSettings {
  s3: StoreSettings;
  gs: StoreSettings;
  /** A hub of datasets, whose token goes to its own addresses alone. */
  hub: { endpoint: string; token?: string };
}

/** Where an address is asked, and with what. */
export interface Request {
  url: URL;
  asked: Asked;
  /** Those of a request to `url`, which may be another server's after a redirect: it is told nothing of ours. */
  headers(url: URL, more: Readonly<Record<string, string>>): Promise<Record<string, string>>;
}

const CREDENTIALS = {
  s3: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  gs: 'GS_ACCESS_KEY_ID and GS_SECRET_ACCESS_KEY',
} as const;

/** @param path as it was given @param query of a bucket that is listed: then the address's key is left out */
export function requestFor(
  path: string,
  address: RemoteAddress,
  settings: StoresSettings,
  query?: Readonly<Record<string, string>>,
): Request {
  const shown = shownAddress(path);
  if (address.kind === 'web') return webRequest(address.url, shown, settings.hub);
  const store = settings[address.kind];
  const { credentials, region } = store;
  const url = bucketUrl(address, store, query);
  return {
    url,
    asked: {
      shown,
      kind: address.kind,
      bucket: address.bucket,
      isSigned: credentials !== null,
      credentials: CREDENTIALS[address.kind],
    },
    async headers(to, more) {
      if (credentials === null || to.origin !== url.origin) return { ...more };
      const signer = new AwsV4Signer({
        ...credentials,
        region,
        service: 's3',
        url: to.href,
        headers: { ...more },
      });
      const signed = await signer.sign();
      return Object.fromEntries(signed.headers);
    },
  };
}

function webRequest(url: URL, shown: string, { endpoint, token }: StoresSettings['hub']): Request {
  const isHub = url.origin === new URL(endpoint).origin;
  const isSigned = isHub && token !== undefined;
  return {
    url,
    asked: { shown, kind: 'web', bucket: null, isSigned, credentials: isHub ? 'HF_TOKEN' : null },
    async headers(to, more) {
      return isSigned && to.origin === url.origin
        ? { ...more, authorization: `Bearer ${token}` }
        : { ...more };
    },
  };
}

/**
 * Amazon's own hosts have the bucket in their name; a certificate holds for no dot in it. At any other endpoint it stands
 * in the path, which each of them understands.
 */
function bucketUrl(
  { bucket, key }: BucketAddress,
  { endpoint, region }: StoreSettings,
  query?: Readonly<Record<string, string>>,
): URL {
  const amazon = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const isInName = endpoint === null && !bucket.includes('.');
  const host = isInName
    ? `https://${bucket}.s3.${region}.${amazon}`
    : (endpoint ?? `https://s3.${region}.${amazon}`);
  const base = `${host.replace(/\/+$/, '')}${isInName ? '' : `/${bucket}`}`;
  const url = new URL(query === undefined ? `${base}/${escapedKey(key)}` : base);
  if (query !== undefined) {
    // Not by URLSearchParams, which writes a blank as +.
    url.search = Object.entries(query)
      .map(([name, value]) => `${name}=${escaped(value)}`)
      .join('&');
  }
  return url;
}

function escapedKey(key: string): string {
  return key.split('/').map(escaped).join('/');
}

/** All but what RFC 3986 leaves unreserved, as the signature has it. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
