import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hnswlibBuild } from '../../src/index/engines/hnswlib-library.ts';
import { hasHnsw } from './has-hnsw.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/build/hnswlib.mjs', import.meta.url));
const root = temporaryFolder();

interface Ended {
  exitCode: number;
  output: string;
}

function buildInto(folder: string, compiler: string, build = 'plain'): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [SCRIPT, '--build', build, '--out', folder],
      // No other compiler can be found.
      { env: { CXX: compiler, PATH: '' } },
      (_, stdout, stderr) => resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

/** Stands for a compiler: writes its arguments where `-o` says, and a line into a log each time it compiles. */
function fakeCompiler(name: string): { compiler: string; compilations: () => number } {
  const compiler = join(root, name);
  const log = `${compiler}.log`;
  writeFileSync(log, '');
  const script = `#!/bin/sh
[ "$1" = --version ] && exit 0
echo compiled >> '${log}'
for argument; do output="$argument"; done
echo "$@" > "$output"
`;
  writeFileSync(compiler, script);
  chmodSync(compiler, 0o755);
  return { compiler, compilations: () => readFileSync(log, 'utf8').split('\n').length - 1 };
}

describe.skipIf(!hasHnsw)('the addon in use', () => {
  it('is one of the two builds, as its stamp says', () => {
    const stamp = new URL('../../node_modules/hnswlib-node/build/Release/addon.stamp.json', import.meta.url);
    expect(hnswlibBuild()).toBe((JSON.parse(readFileSync(stamp, 'utf8')) as { build: string }).build);
  });
});

describe.skipIf(process.platform === 'win32')('the build script', () => {
  it('without a compiler says what to install, and fails', async () => {
    const { exitCode, output } = await buildInto(join(root, 'none'), join(root, 'no such compiler'));
    expect(exitCode).toBe(1);
    expect(output).toContain('apt-get install g++');
    expect(output).toContain('xcode-select --install');
  });

  it('compiles once, and again when the addon is not the one it made', async () => {
    const folder = join(root, 'once');
    const { compiler, compilations } = fakeCompiler('once-c++');
    expect((await buildInto(folder, compiler)).output).toContain('plain build, compiled');
    expect((await buildInto(folder, compiler)).output).toContain('already there');
    expect(compilations()).toBe(1);

    writeFileSync(join(folder, 'addon.node'), 'damaged');
    await buildInto(folder, compiler);
    expect(compilations()).toBe(2);
  });

  it('asks for AVX2 in one build only, and tells them apart', async () => {
    const folder = join(root, 'kinds');
    const { compiler } = fakeCompiler('kinds-c++');
    await buildInto(folder, compiler, 'plain');
    expect(readFileSync(join(folder, 'addon.node'), 'utf8')).not.toContain('march');
    expect((await buildInto(folder, compiler, 'avx2')).output).toContain('avx2 build, compiled');
    expect(readFileSync(join(folder, 'addon.node'), 'utf8')).toContain('-march=x86-64-v3');
  });

  it('keeps a plain addon where no compiler can make the faster one', async () => {
    const folder = join(root, 'kept');
    await buildInto(folder, fakeCompiler('kept-c++').compiler, 'plain');
    const { exitCode, output } = await buildInto(folder, 'none', 'avx2');
    expect([exitCode, output.trim()]).toEqual([0, 'hnswlib: plain build, already there']);
  });

  it('run several times at once leaves one whole addon, its stamp, and no other file', async () => {
    const folder = join(root, 'twice');
    const { compiler } = fakeCompiler('twice-c++');
    const runs = await Promise.all([1, 2, 3, 4, 5].map(() => buildInto(folder, compiler)));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
    expect(readdirSync(folder).sort()).toEqual(['addon.node', 'addon.stamp.json']);
    expect((await buildInto(folder, compiler)).output).toContain('already there');
  });

  it('passes on what a failing compiler says, and leaves nothing', async () => {
    const folder = join(root, 'failing');
    mkdirSync(folder);
    const compiler = join(root, 'failing-c++');
    writeFileSync(compiler, '#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "no such header" >&2\nexit 3\n');
    chmodSync(compiler, 0o755);
    const { exitCode, output } = await buildInto(folder, compiler);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/ended with 3[^]*no such header/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('knows two kinds of build, and no third', async () => {
    const { exitCode, output } = await buildInto(join(root, 'third'), 'none', 'fastest');
    expect(exitCode).toBe(1);
    expect(output).toContain("'fastest'");
  });
});
