import { TrainspotError } from '../../core/errors.ts';
import { parseUrl } from '../../core/parse-url.ts';

/** A file in a bucket. Its key is as the store has it: nothing in it is escaped. */
export interface BucketAddress {
  kind: 's3' | 'gs';
  bucket: string;
  /** Empty for the whole bucket. */
  key: string;
}

/** A file on a web server. */
interface WebAddress {
  kind: 'web';
  url: URL;
}

export type RemoteAddress = BucketAddress | WebAddress;

const REMOTE = /^(s3|gs|https?):\/\//i;

/** Whether a path is an address from which files are read where they lie, rather than a path on this machine. */
export function isRemote(path: string): boolean {
  return REMOTE.test(path);
}

/**
 * What `s3://BUCKET/KEY`, `gs://BUCKET/KEY`, `https://…` and `http://…` name.
 * @throws TrainspotError `usage` where there is no bucket, or the address holds a password
 */
export function remoteAddress(path: string): RemoteAddress {
  const scheme = (REMOTE.exec(path)?.[1] ?? '').toLowerCase();
  return scheme === 's3' || scheme === 'gs' ? bucketAddress(scheme, path) : webAddress(path);
}

function bucketAddress(kind: 's3' | 'gs', path: string): BucketAddress {
  const [, bucket, key = ''] = /^\w+:\/\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
  // Of letters that need no escape in a host's name or a path: S3's and Google's rules are narrower.
  if (bucket === undefined || !/^[a-z0-9][a-z0-9._-]{1,221}$/i.test(bucket)) {
    throw new TrainspotError(
      'usage',
      `'${path}' names no bucket. Give one like ${kind}://BUCKET/FOLDER/FILE.`,
    );
  }
  // A URL has no way to write such a part of a path: it would be taken away before the request is made.
  if (key.split('/').some((part) => part === '.' || part === '..')) {
    throw new TrainspotError('usage', `'${path}' has a part that is '.' or '..', which cannot be asked for.`);
  }
  return { kind, bucket, key };
}

function webAddress(path: string): WebAddress {
  const url = parseUrl(path);
  if (url === null) throw new TrainspotError('usage', `'${shownAddress(path)}' is no address.`);
  if (url.username !== '' || url.password !== '') {
    throw new TrainspotError(
      'usage',
      `The address of ${url.host} holds a user name or a password, which would be seen in lists of processes; leave them ` +
        'out, and give a signed address where the server wants one.',
    );
  }
  return { kind: 'web', url };
}

/** The address without its query, fragment and password, in which there may be what gives access; for words and records. */
export function shownAddress(path: string): string {
  if (/^(s3|gs):/i.test(path)) return path;
  return path.replace(/[?#].*$/s, '').replace(/^(\w+:\/\/)[^/@]*@/, '$1');
}

/** The last part of an address's path; of a web address without its escapes. Empty for a whole bucket or server. */
export function remoteName(path: string): string {
  const last = /([^/]*)\/*$/.exec(pathOf(path))?.[1] ?? '';
  if (/^(s3|gs):/i.test(path)) return last;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** The address of the folder that holds a file; without a query, which is of the one file. */
export function remoteFolder(path: string): string {
  const shown = shownAddress(path).replace(/\/+$/, '');
  return `${shown.slice(0, shown.lastIndexOf('/'))}/`;
}

/** The address of what is in a folder; a web address's query is of that address alone. */
export function remoteBelow(folder: string, names: readonly string[]): string {
  const isWeb = !/^(s3|gs):/i.test(folder);
  const parts = names.map((name) => (isWeb ? name.split('/').map(encodeURIComponent).join('/') : name));
  return [shownAddress(folder).replace(/\/+$/, ''), ...parts].join('/');
}

/** Behind the bucket or the server. */
function pathOf(path: string): string {
  return /^\w+:\/\/[^/]*(.*)$/s.exec(shownAddress(path))?.[1] ?? '';
}
