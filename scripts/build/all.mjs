#!/usr/bin/env node
/**
 * Builds what is not built yet: the native search addon, then dist/ from the sources. Each part is skipped
 * when it is newer than what it is made of, so that a second start is quick.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildHnswlib } from './hnswlib.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const STAMP = join(ROOT, 'dist', '.built');

/** Builds the addon and dist/; says on standard error what it does, and nothing when all is there. */
export async function buildAll() {
  await buildHnswlib();
  const sources = ['src', 'tsconfig.json', 'package-lock.json'].map((name) => newestChange(join(ROOT, name)));
  if (existsSync(STAMP) && statSync(STAMP).mtimeMs > Math.max(...sources)) return;
  const startedAt = new Date();
  process.stderr.write('Building dist/ …\n');
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  for (const project of ['tsconfig.json', 'src/web/tsconfig.json']) {
    execFileSync(process.execPath, [tsc, '-p', project], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  }
  copyPage();
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, '');
  // A file saved while the compiler ran must count as newer than the build.
  utimesSync(STAMP, startedAt, startedAt);
}

function copyPage() {
  const isTypeScript = (path) => /\.ts$|tsconfig\.json$/.test(path);
  cpSync(join(ROOT, 'src', 'web'), join(ROOT, 'dist', 'web'), { recursive: true, filter: (from) => !isTypeScript(from) });
}

function newestChange(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAll().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
