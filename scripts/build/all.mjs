#!/usr/bin/env node
/**
 * Builds what is not built yet: the native search addon where a compiler is at hand, then dist/ from the sources. Each
 * part is skipped when it is newer than what it is made of, so that a second start is quick.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildHnswlib, NO_COMPILER } from './hnswlib.mjs';
import { removeSpare } from './spare.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.built');

/** Builds the addon and dist/; says on standard error what it does, and nothing when all is there. */
export async function buildAll() {
  removeSpare();
  await buildHnswlib().catch((error) => {
    // The engine hnsw says what it needs when somebody asks for it; nothing else needs a compiler.
    if (error.code !== NO_COMPILER) throw error;
  });
  const sources = ['src', 'tsconfig.json', 'package-lock.json'].map((name) => newestChange(join(ROOT, name)));
  if (existsSync(STAMP) && statSync(STAMP).mtimeMs > Math.max(...sources)) return;
  const startedAt = new Date();
  process.stderr.write('Building dist/ …\n');
  // Built aside and put in place whole: another process may be running from dist/, or building too.
  const aside = join(ROOT, `.dist-${process.pid}`);
  try {
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    // The page shares types with the service, so both are compiled into one tree.
    for (const project of ['tsconfig.json', 'src/web/tsconfig.json']) {
      execFileSync(process.execPath, [tsc, '-p', project, '--outDir', aside], {
        cwd: ROOT,
        stdio: ['ignore', 2, 2],
      });
    }
    copyPage(join(aside, 'web'));
    writeFileSync(join(aside, '.built'), '');
    // A file saved while the compiler ran must count as newer than the build.
    utimesSync(join(aside, '.built'), startedAt, startedAt);
    putInPlace(aside);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
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

function copyPage(folder) {
  const isTypeScript = (path) => /\.ts$|tsconfig\.json$/.test(path);
  cpSync(join(ROOT, 'src', 'web'), folder, { recursive: true, filter: (from) => !isTypeScript(from) });
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
