import { stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { TrainspotError } from '../core/errors.ts';

interface WriteRules {
  /** Files that are read for it, and never written over: not by another spelling, a link or a hard link. */
  sources: readonly string[];
  /** Whether another file that is there may be replaced. */
  mayReplace: boolean;
}

/**
 * Refuses a file to write that could not be written, or would cost its user another one: to be called before the work.
 * @throws TrainspotError `usage`
 */
export async function refuseTarget(file: string, { sources, mayReplace }: WriteRules): Promise<void> {
  const folder = await stat(dirname(file)).catch(() => null);
  if (!folder?.isDirectory()) {
    throw new TrainspotError(
      'usage',
      `There is no folder ${dirname(file)} to write ${basename(file)} into; make it first.`,
    );
  }
  const there = await stat(file).catch(() => null);
  if (there === null) return;
  if (there.isDirectory()) {
    throw new TrainspotError('usage', `${file} is a folder; name the file to write.`);
  }
  for (const source of sources) {
    const { dev, ino } = (await stat(source).catch(() => null)) ?? {};
    if (dev !== there.dev || ino !== there.ino) continue;
    throw new TrainspotError(
      'usage',
      `${file} is the very file that is read (${source}), which is left as it is. Name another one to write.`,
    );
  }
  if (mayReplace) return;
  throw new TrainspotError(
    'usage',
    `${file} is there already, and is left as it is. Name another one, or replace it by --overwrite.`,
  );
}

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
