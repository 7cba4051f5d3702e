#!/usr/bin/env node
/**
 * The command `trainspot`: builds what is missing (first run after `npm ci`), then hands over to dist/cli/main.js; a server
 * goes into a process whose memory is set up for it.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The Docker image and an installed package hold dist/ and no compiler.
const canBuild = existsSync(new URL('../src/', import.meta.url));
if (canBuild) {
  const { buildDist } = await import('./build/all.mjs');
  await buildDist().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}

/**
 * Once it has let go of one large picture, glibc keeps up to 64 MB of what is free in each thread's memory: under bombs
 * 1,030 MB were held, and 820 with this. It is read where a process starts, and by nobody but glibc.
 */
const GLIBC = { MALLOC_TRIM_THRESHOLD_: '131072' };
const isSet = Object.keys(GLIBC).some((name) => process.env[name] !== undefined);

if (process.platform === 'linux' && process.argv.includes('serve') && !isSet) {
  const { runAs } = await import('./run-as.mjs');
  runAs(fileURLToPath(import.meta.url), process.argv.slice(2), GLIBC);
} else {
  // A server does not outlive the command that started it: whoever kills that and starts another finds the folder free.
  if (process.channel) {
    process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
    process.channel.unref();
  }
  await import('../dist/cli/main.js');
}
