import { basename, dirname, join } from 'node:path';
import { isRemote, remoteBelow, remoteFolder, remoteName } from '../../net/remote/address.ts';

/** The last part of a path or address, for messages. */
export function nameOf(path: string): string {
  return isRemote(path) ? remoteName(path) : basename(path);
}

/** The folder that holds a file. */
export function folderOf(path: string): string {
  return isRemote(path) ? remoteFolder(path) : dirname(path);
}

/** What is called so below a folder. */
export function below(folder: string, ...names: readonly string[]): string {
  return isRemote(folder) ? remoteBelow(folder, names) : join(folder, ...names);
}
