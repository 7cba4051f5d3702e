import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/build/spare.mjs', import.meta.url));

const HERE = `${process.platform}/${process.arch}`;
const ELSEWHERE = ['linux/x64', 'linux/arm64', 'darwin/arm64', 'win32/x64'].filter((name) => name !== HERE);

let modules: string;
beforeEach(() => {
  modules = mkdtempSync(join(tmpdir(), 'trainspot-modules-'));
});
afterEach(() => rmSync(modules, { recursive: true, force: true }));

function put(path: string): string {
  const file = join(modules, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'bytes');
  return file;
}

const removeSpare = (): void => void execFileSync(process.execPath, [SCRIPT, modules]);
const runtimeOf = (platform: string): string => put(`onnxruntime-node/bin/napi-v6/${platform}/runtime.node`);

it("keeps this platform's inference runtime and all that is not the runtime's", () => {
  const spare = [
    ...ELSEWHERE.map(runtimeOf),
    put('onnxruntime-web/dist/ort-wasm-simd-threaded.jsep.wasm'),
    put('onnxruntime-web/dist/ort.all.min.js'),
  ];
  const kept = [
    runtimeOf(HERE),
    put('onnxruntime-node/dist/index.js'),
    put('onnxruntime-web/package.json'),
    // What the page runs a model by.
    put('onnxruntime-web/dist/ort.wasm.bundle.min.mjs'),
    put('onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'),
    put('sharp/dist/index.js'),
  ];
  removeSpare();
  expect(spare.filter((file) => existsSync(file))).toEqual([]);
  expect(kept.filter((file) => !existsSync(file))).toEqual([]);
});

it('finds nothing to do in an empty folder, nor the second time', () => {
  removeSpare();
  const kept = runtimeOf(HERE);
  removeSpare();
  removeSpare();
  expect(existsSync(kept)).toBe(true);
});
