import { createGuardedClient, type GuardedClient } from '../guarded-client.ts';
import { hostAndPort } from '../address-guard.ts';
import { remoteAddress, remoteName, shownAddress, type RemoteAddress } from './address.ts';
import {
  BLOCK_BYTES,
  holdBlocks,
  MAX_REQUEST_BYTES,
  readByBlocks,
  type BlockReader,
  type HeldBlocks,
} from './blocks.ts';
import { namesInBucket } from './listing.ts';
import { readRange, readStart } from './ranges.ts';
import { RemoteFailure, withoutRanges } from './remote-failure.ts';
import { requestFor, type Request, type StoresSettings } from './store.ts';
import { readThrough } from './through.ts';

export interface RemoteSettings extends StoresSettings {
  /** `HOST:PORT` that a redirect may lead to though they are private. */
  privateHosts: ReadonlySet<string>;
  userAgent: string;
}

/** A file elsewhere, of one version from its first byte to its last. */
export interface RemoteFile {
  /** The address, without what gives access. */
  shown: string;
  /** Null where its server does not say it before the end. */
  bytes: number | null;
  /** Its ETag, or else when it was changed; null where nothing tells one version from another. */
  mark: string | null;
  /** Bytes within it. @throws RemoteFailure also where its server has no ranges, or where it was changed */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Its bytes in order, without any that `read` would hold. @throws RemoteFailure */
  chunks(start?: number, end?: number): AsyncIterable<Buffer>;
}

/** Files in buckets and on web servers, by range requests: nothing of them is ever stored. */
export interface RemoteFiles {
  /** The file, as it was when it was opened first. @throws RemoteFailure, TrainspotError `usage` */
  open(path: string): Promise<RemoteFile>;
  /** Whether the file is still the one that was opened. */
  isUnchanged(path: string): Promise<boolean>;
  /**
   * Names of what lies in a folder; null where the address is a file's: it has an ending, and no / behind it.
   * @throws RemoteFailure, TrainspotError `usage`
   */
  names(path: string): Promise<string[] | null>;
  close(): Promise<void>;
}

/** Longest that a server may take to begin an answer, and stop in the middle of one: stores under load take seconds. */
const SILENCE_MS = 30_000;
/** The longest time that Node's timers know: a file that is read through may take days. */
const ANY_TIME_MS = 2 ** 31 - 1;

/** Of a file that is read through: the first requests are small, since some look at its beginning alone. */
const FIRST_CHUNK_BYTES = BLOCK_BYTES;

export function createRemoteFiles(settings: RemoteSettings): RemoteFiles {
  // What an operator names on a command line, or as an endpoint in the settings, may lie on a private network: their own
  // store mostly does. No stranger's address comes here, and where a redirect leads is guarded as everywhere.
  const privateHosts = new Set(settings.privateHosts);
  const client = createGuardedClient({
    timeoutMs: ANY_TIME_MS,
    connectTimeoutMs: SILENCE_MS,
    firstByteTimeoutMs: SILENCE_MS,
    idleTimeoutMs: SILENCE_MS,
    privateHosts,
    userAgent: settings.userAgent,
  });
  const held = holdBlocks();
  const opened = new Map<string, Promise<RemoteFile>>();

  function named(path: string): { address: RemoteAddress; request: Request } {
    const address = remoteAddress(path);
    const request = requestFor(path, address, settings);
    privateHosts.add(hostAndPort(request.url));
    return { address, request };
  }

  return {
    async open(path) {
      const known = opened.get(path);
      if (known) return known;
      const opening = openFile(client, named(path).request, held);
      opened.set(path, opening);
      opening.catch(() => opened.delete(path));
      return opening;
    },
    async isUnchanged(path) {
      const then = await opened.get(path);
      if (then === undefined || then.mark === null) return false;
      const { version } = await readStart(client, named(path).request, 1);
      return version.mark === then.mark && version.bytes === then.bytes;
    },
    names: async (path) => namesAt(client, path, named(path).address, settings),
    close: () => client.close(),
  };
}

async function openFile(client: GuardedClient, request: Request, held: HeldBlocks): Promise<RemoteFile> {
  const { version, head } = await readStart(client, request, BLOCK_BYTES);
  const { bytes, mark } = version;
  const { shown } = request.asked;
  const get = (start: number, end: number): Promise<Uint8Array<ArrayBuffer>> =>
    readRange(client, request, version, start, end);
  const blocks = version.hasRanges
    ? readByBlocks(held, `${request.url.href} ${mark}`, Number(bytes), head, get)
    : null;
  return {
    shown,
    bytes,
    mark,
    async read(start, end) {
      if (blocks === null) throw withoutRanges(shown);
      return blocks.read(start, end);
    },
    chunks: (start = 0, end = bytes ?? Infinity) =>
      blocks === null
        ? cut(readThrough(client, request, version), start, end)
        : inOrder(blocks, get, start, end),
  };
}

async function namesAt(
  client: GuardedClient,
  path: string,
  address: RemoteAddress,
  settings: StoresSettings,
): Promise<string[] | null> {
  const shown = shownAddress(path);
  if (address.kind === 'web') {
    if (!path.endsWith('/')) return null;
    throw new RemoteFailure(
      `${shown} is a folder on a web server, which cannot be listed; give the address of each file.`,
    );
  }
  if (address.key !== '' && !path.endsWith('/') && remoteName(path).includes('.')) return null;
  const names = await namesInBucket(client, path, address, settings);
  if (names.length > 0) return names;
  throw new RemoteFailure(`there is no folder ${shown} with anything in it; capital letters count.`, {
    status: 404,
  });
}

/** Ever larger parts up to a request's most, the next one asked for while whoever takes them is at the one before. */
async function* inOrder(
  blocks: BlockReader,
  get: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  let size = FIRST_CHUNK_BYTES;
  let at = start;
  const ask = (): Promise<Uint8Array<ArrayBuffer>> | null => {
    if (at >= end) return null;
    const from = at;
    at = Math.min(end, at + size);
    // A file's beginning is looked at again and again, and held.
    const asked = at <= BLOCK_BYTES ? blocks.read(from, at) : get(from, at);
    size = Math.min(MAX_REQUEST_BYTES, size * 2);
    // Thrown where it is awaited; until then it is no unhandled one.
    asked.catch(() => {});
    return asked;
  };
  let next = ask();
  for (let isFirst = true; next !== null; isFirst = false) {
    const bytes = await next;
    // Whoever wants the beginning alone lets nothing else be sent.
    next = isFirst ? null : ask();
    yield Buffer.from(bytes.buffer);
    if (isFirst) next = ask();
  }
}

/** The bytes from `start` to `end` of what comes from a file's beginning. */
async function* cut(pieces: AsyncIterable<Buffer>, start: number, end: number): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const piece of pieces) {
    const [from, to] = [Math.max(0, start - at), Math.min(piece.length, end - at)];
    at += piece.length;
    if (from < to) yield piece.subarray(from, to);
    if (at >= end) return;
  }
}
