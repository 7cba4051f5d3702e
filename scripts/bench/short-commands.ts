// Whether a short command ends well however busy the machine is:
//
//   npm run build && npx tsx scripts/bench/short-commands.ts [--runs 60] [--busy 4]
//
// Runs `trainspot datasets` over the demo set again and again, beside so many processes that do nothing but count, and
// prints how it ended. Ends with 1 where one run did not end with 0.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '60' }, busy: { type: 'string', default: '4' } },
});
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DEMO = join(ROOT, 'assets/demo');

const data = mkdtempSync(join(tmpdir(), 'trainspot-short-'));
const run = (...words: string[]): string => {
  const { status, signal } = spawnSync(
    process.execPath,
    ['scripts/trainspot.mjs', ...words, '--data', data],
    { cwd: ROOT, stdio: 'ignore' },
  );
  return String(status ?? signal);
};
run(
  'index',
  '--dataset',
  'demo',
  '--manifest',
  join(DEMO, 'manifest.parquet'),
  '--pictures',
  join(DEMO, 'pictures'),
);
const busy = Array.from({ length: Number(options.busy) }, () =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
);
try {
  const ends = new Map<string, number>();
  for (let i = 0; i < Number(options.runs); i++) {
    const end = run('datasets');
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  for (const [end, times] of ends) console.log(`ended with ${end}: ${times} times`);
  if ([...ends.keys()].some((end) => end !== '0')) process.exitCode = 1;
} finally {
  for (const process of busy) process.kill();
  rmSync(data, { recursive: true });
}
