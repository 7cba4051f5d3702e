import { writeFile } from 'node:fs/promises';
import { TrainspotError } from '../core/errors.ts';

/**
 * Writes what a command was asked to write.
 * @param flag `wx` where nothing may be written over
 * @throws TrainspotError `usage` that names the file, where it cannot be written
 */
export async function saveFile(
  path: string,
  content: string | Uint8Array,
  flag: 'w' | 'wx' = 'w',
): Promise<void> {
  await writeFile(path, content, { flag }).catch((cause: NodeJS.ErrnoException) => {
    throw notWritten(path, cause);
  });
}

/** What to tell of a file or folder that cannot be made. */
export function notWritten(path: string, cause: NodeJS.ErrnoException): TrainspotError {
  const why =
    cause.code === 'EEXIST'
      ? 'is there already, and is left as it is. Name an empty folder.'
      : `cannot be written (${cause.code}). Name a place that you may write to.`;
  return new TrainspotError('usage', `${path} ${why}`, { cause });
}
