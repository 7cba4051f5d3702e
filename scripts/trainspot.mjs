#!/usr/bin/env node
/** The command `trainspot`: builds what is missing (first run after `npm ci`), then hands over to dist/cli.js. */
import { existsSync } from 'node:fs';

// The Docker image and an installed package hold dist/ and no compiler.
const canBuild = existsSync(new URL('../src/', import.meta.url));
if (canBuild) {
  const { buildAll } = await import('./build/all.mjs');
  await buildAll().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
await import('../dist/cli.js');
