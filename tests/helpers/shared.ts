import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SHARED = new URL('../../../shared/', import.meta.url);

/** Whether the shared test data lies beside this checkout; a fresh machine lacks it, and its tests are skipped. */
export const hasShared = existsSync(SHARED);

/** Path of a file or folder of the shared test data. */
export function sharedPath(relative: string): string {
  return fileURLToPath(new URL(relative, SHARED));
}
