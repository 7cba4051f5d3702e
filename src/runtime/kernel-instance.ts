import { readFileSync } from 'node:fs';

const FILE = new URL('../../assets/kernels/kernels.wasm', import.meta.url);

/** TypeScript has it among a browser's types alone. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object) => { exports: unknown };
  };
};

let compiled: object | null = null;

/** What the kernels export, with memory of its own; they are compiled once a thread: some 15 kB, in some milliseconds. */
export function kernelInstance(): unknown {
  compiled ??= new WebAssembly.Module(readFileSync(FILE));
  return new WebAssembly.Instance(compiled).exports;
}
