import { TrainspotError } from '../core/errors.ts';

/**
 * Runs a step that writes to the disk.
 * @throws TrainspotError `download-failed` with the system's own word (ENOSPC, EACCES …) where it fails.
 */
export async function onDisk<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const advice =
      code === 'ENOSPC' ? 'The disk is full: make room, then run the same command again.' : 'Is it writable?';
    throw new TrainspotError(
      'download-failed',
      `The models folder did not take the file (${code ?? 'unknown error'}). ${advice}`,
      { cause: error },
    );
  }
}
