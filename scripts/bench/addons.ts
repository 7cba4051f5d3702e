import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = join(dirname(createRequire(import.meta.url).resolve('hnswlib-node/package.json')), 'build');

/** The addon that the service runs. */
export function addonInUse(): string {
  return join(FOLDER, 'Release', 'addon.node');
}

/** The build for any CPU: compiled at the first call, kept for the next. */
export function plainAddon(): string {
  const out = join(FOLDER, 'plain');
  const script = fileURLToPath(new URL('../build/hnswlib.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [script, '--build', 'plain', '--out', out], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The plain build could not be made.');
  return join(out, 'addon.node');
}

/** Median, with the least and the greatest. */
export function spread(figures: readonly number[], digits: number): string {
  const sorted = figures.toSorted((a, b) => a - b);
  const [least, median, greatest] = [0, (sorted.length - 1) >> 1, sorted.length - 1].map((place) =>
    sorted[place].toFixed(digits),
  );
  return `${median} (${least}–${greatest})`;
}
