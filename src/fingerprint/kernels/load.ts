import { readFileSync } from 'node:fs';
import { kernelsOf, type KernelExports, type Kernels } from './kernels.ts';

const FILE = new URL('../../../assets/kernels/kernels.wasm', import.meta.url);

/** TypeScript has it among a browser's types alone. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object) => { exports: unknown };
  };
};

let own: Kernels | null = null;

/** This thread's kernels, compiled when they are first asked for: 12 kB, in some milliseconds. */
export function kernels(): Kernels {
  own ??= kernelsOf(
    new WebAssembly.Instance(new WebAssembly.Module(readFileSync(FILE))).exports as KernelExports,
  );
  return own;
}
