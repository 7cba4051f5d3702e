import { isRemote, remoteName, shownAddress } from '../../net/remote/address.ts';
import type { RemoteFile, RemoteFiles } from '../../net/remote/remote-files.ts';
import { RemoteFailure } from '../../net/remote/remote-failure.ts';
import type { InputFile, InputState, Inputs } from './input.ts';
import { localInputs } from './local.ts';

/** Files on this machine, in buckets and on web servers, each by its path or address. @param remote is closed with them */
export function inputsWith(remote: RemoteFiles): Inputs {
  return {
    file: (path, options) => (isRemote(path) ? remoteFile(path, remote) : localInputs.file(path, options)),
    namesIn: (path) => (isRemote(path) ? remote.names(path) : localInputs.namesIn(path)),
    close: () => remote.close(),
  };
}

function remoteFile(path: string, remote: RemoteFiles): InputFile {
  return {
    path: shownAddress(path),
    name: remoteName(path),
    isRemote: true,
    async open() {
      const file = await remote.open(path);
      const byteLength = lengthOf(file);
      return {
        byteLength,
        async read(position, length, ended) {
          if (position + length > byteLength) throw ended(byteLength);
          return file.read(position, position + length);
        },
        close: async () => {},
      };
    },
    async *chunks({ start, end } = {}, signal) {
      for await (const chunk of (await remote.open(path)).chunks(start, end)) {
        signal?.throwIfAborted();
        yield chunk;
      }
    },
    async state(): Promise<InputState> {
      const file = await remote.open(path);
      const { shown, bytes, mark } = file;
      return { bytes: bytes ?? 0, mark, identity: JSON.stringify([shown, bytes, mark]) };
    },
    isUnchanged: ({ mark }) => (mark === null ? Promise.resolve(false) : remote.isUnchanged(path)),
  };
}

function lengthOf({ shown, bytes }: RemoteFile): number {
  if (bytes !== null) return bytes;
  throw new RemoteFailure(
    `${shown}: its server does not say how long it is, which a file of this kind needs; fetch it to this machine and give its path.`,
  );
}

/**
 * Nothing where a file or row is at fault.
 * @throws RemoteFailure where a store is: it would fail all rows alike, and their ingest ends instead, to go on later
 */
export function throwIfStore(error: unknown): void {
  if (error instanceof RemoteFailure && error.status !== 404) throw error;
}

/** Null where there is no such file, or it cannot be opened. @throws as `throwIfStore` */
export function nullIfAbsent(error: unknown): null {
  throwIfStore(error);
  return null;
}
