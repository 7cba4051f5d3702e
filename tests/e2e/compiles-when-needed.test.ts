import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasHnsw } from '../index/has-hnsw.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ADDON = join('node_modules', 'hnswlib-node', 'build');

/** A copy of the program whose library of the engine hnsw is not compiled yet. */
describe.skipIf(!hasHnsw || process.platform === 'win32')('the library of the engine hnsw', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'trainspot-uncompiled-'));
    for (const name of ['dist', 'scripts', 'package.json'])
      cpSync(join(ROOT, name), join(root, name), { recursive: true });
    for (const name of ['assets', 'migrations']) symlinkSync(join(ROOT, name), join(root, name));
    const modules = join(root, 'node_modules');
    mkdirSync(modules);
    for (const name of readdirSync(join(ROOT, 'node_modules'))) {
      const from = join(ROOT, 'node_modules', name);
      if (name === 'hnswlib-node') cpSync(from, join(modules, name), { recursive: true });
      else symlinkSync(from, join(modules, name));
    }
    rmSync(join(root, ADDON), { recursive: true });
    // Stands for a compiler, which would take 8 s: what it makes is there.
    const addon = join(ROOT, ADDON, 'Release', 'addon.node');
    writeFileSync(
      join(root, 'compiler'),
      `#!/bin/sh\n[ "$1" = --version ] && exit 0\nfor argument; do output="$argument"; done\ncp '${addon}' "$output"\n`,
    );
    chmodSync(join(root, 'compiler'), 0o755);
    writeFileSync(join(root, 'rows.csv'), 'url,caption\nhttps://a.example/demo-003.jpg,One\n');
  });
  afterAll(() => rmSync(root, { recursive: true }));

  function index(engine: string): { indexed: number } {
    const rows = ['--dataset', engine, '--format', 'generic', '--manifest', join(root, 'rows.csv')];
    const words = ['index', ...rows, '--pictures', join(ROOT, 'assets', 'demo', 'pictures'), '--json'];
    const env = {
      ...process.env,
      CXX: join(root, 'compiler'),
      INDEX_ENGINE: engine,
      DATA_DIR: join(root, 'data'),
    };
    return JSON.parse(
      execFileSync(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...words], {
        env,
        encoding: 'utf8',
      }),
    ) as { indexed: number };
  }

  it('is not compiled for another engine', () => {
    expect(index('usearch')).toMatchObject({ indexed: 1 });
    expect(existsSync(join(root, ADDON))).toBe(false);
  });

  it('is compiled when an index of it is asked for first', () => {
    expect(index('hnsw')).toMatchObject({ indexed: 1 });
    expect(existsSync(join(root, ADDON, 'Release', 'addon.stamp.json'))).toBe(true);
  });

  it('is compiled when an index of it is there', () => {
    rmSync(join(root, ADDON), { recursive: true });
    const words = [
      'check',
      join(ROOT, 'assets', 'demo', 'queries', 'copy.jpg'),
      '--datasets',
      'hnsw',
      '--json',
    ];
    const env = { ...process.env, CXX: join(root, 'compiler'), DATA_DIR: join(root, 'data') };
    execFileSync(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...words], { env });
    expect(existsSync(join(root, ADDON, 'Release', 'addon.stamp.json'))).toBe(true);
  });
});
