import { kernelsOf, type KernelExports, type Kernels } from './kernels.ts';

/** What a thread of Node has, and one of a browser has not; TypeScript has WebAssembly among a browser's types alone. */
const { WebAssembly, process } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object) => { exports: unknown };
  };
  process: { getBuiltinModule(name: 'node:fs'): { readFileSync(file: URL): Uint8Array } };
};

let own: Kernels | null = null;

/** This thread's kernels, compiled when they are first asked for: 12 kB, in some milliseconds. */
export function kernels(): Kernels {
  // Not by an import: the page's thread has this module too, and is given the file.
  return (own ??= compiled(process.getBuiltinModule('node:fs').readFileSync(kernelsFile())));
}

/** Gives a thread its kernels that reads no file itself, before it computes anything. @param file the bytes of kernels.wasm */
export function provideKernels(file: Uint8Array): void {
  own = compiled(file);
}

function kernelsFile(): URL {
  return new URL('../../../assets/kernels/kernels.wasm', import.meta.url);
}

function compiled(file: Uint8Array): Kernels {
  return kernelsOf(new WebAssembly.Instance(new WebAssembly.Module(file)).exports as KernelExports);
}
