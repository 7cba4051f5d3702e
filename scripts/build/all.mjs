#!/usr/bin/env node
/**
 * Builds what is not built yet: dist/ from the sources, then the native search addon where a compiler is at hand. Each
 * part is skipped when it is newer than what it is made of, so that a second start is quick.
 */
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildKernels } from './kernels.mjs';
import { removeSpare } from './spare.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.built');

/** Builds dist/ if it is older than what it is made of; says on standard error what it does, and nothing otherwise. */
export async function buildDist() {
  removeSpare();
  const sources = [
    'src',
    'kernels',
    'assets/kernels',
    'assets/pocket',
    'scripts/build',
    'tsconfig.json',
    'package-lock.json',
  ].filter((name) => existsSync(join(ROOT, name)));
  if (
    existsSync(STAMP) &&
    statSync(STAMP).mtimeMs > Math.max(...sources.map((name) => newestChange(join(ROOT, name))))
  )
    return;
  const startedAt = new Date();
  await buildKernels();
  process.stderr.write('Building dist/ …\n');
  const { default: esbuild } = await import('esbuild');
  const { buildPage } = await import('./page.mjs');
  const { buildServer } = await import('./server.mjs');
  // Built aside and put in place whole: another process may be running from dist/, or building too.
  const aside = join(ROOT, `.dist-${process.pid}`);
  try {
    await Promise.all([buildServer(esbuild, ROOT, aside), buildPage(esbuild, ROOT, join(aside, 'web'))]);
    writeFileSync(join(aside, '.built'), '');
    // A file saved while it was built must count as newer than the build.
    utimesSync(join(aside, '.built'), startedAt, startedAt);
    putInPlace(aside);
  } finally {
    await esbuild.stop();
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Builds all that tests and benchmarks use: dist/, and the library of the engine hnsw where a compiler is at hand. */
async function buildAll() {
  await buildDist();
  const { buildHnswlib, NO_COMPILER } = await import('./hnswlib.mjs');
  await buildHnswlib().catch((error) => {
    // The engine says what it needs when somebody asks for it; nothing else needs a compiler.
    if (error.code !== NO_COMPILER) throw error;
  });
}

function putInPlace(aside) {
  const old = `${aside}-old`;
  rmSync(old, { recursive: true, force: true });
  try {
    if (existsSync(DIST)) renameSync(DIST, old);
    renameSync(aside, DIST);
  } catch (error) {
    // Another process put its build in place between these two lines, of the same sources.
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(error.code) || !existsSync(DIST)) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
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
