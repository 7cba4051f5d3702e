import { TrainspotError } from '../../core/errors.ts';

/** One thing that was looked at in a set-up. */
export interface Finding {
  /** What it is about, such as `database`. */
  about: 'machine' | 'data folder' | 'database' | 'model' | 'index' | 'server';
  /** `error` where something does not work; `warning` where it does, and better would be possible. */
  state: 'ok' | 'warning' | 'error';
  /** A sentence or two with the numbers, and what to do where something is wrong. */
  says: string;
}

export function ok(about: Finding['about'], says: string): Finding {
  return { about, state: 'ok', says };
}

export function warning(about: Finding['about'], says: string): Finding {
  return { about, state: 'warning', says };
}

export function error(about: Finding['about'], says: string): Finding {
  return { about, state: 'error', says };
}

/**
 * What is found by `look`; where it fails for a reason that the set-up gives, that is the finding.
 * @throws what is no TrainspotError: a fault of ours
 */
export async function findings(
  about: Finding['about'],
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (cause) {
    if (cause instanceof TrainspotError) return [error(about, cause.message)];
    throw cause;
  }
}

/** `1.5 GB`; in powers of ten, as disks are sold. */
export function bytesInWords(bytes: number): string {
  const [unit, name] = bytes >= 1e9 ? [1e9, 'GB'] : [1e6, 'MB'];
  return `${(bytes / unit).toFixed(1)} ${name}`;
}
