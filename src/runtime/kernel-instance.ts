/** What a thread of Node has, and one of a browser has not; TypeScript has WebAssembly among a browser's types alone. */
const { WebAssembly, process } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object) => { exports: unknown };
  };
  process: { getBuiltinModule(name: 'node:fs'): { readFileSync(file: URL): Uint8Array } };
};

let compiled: object | null = null;

/** What the kernels export, with memory of its own; they are compiled once a thread: some 15 kB, in some milliseconds. */
export function kernelInstance(): unknown {
  // Not by an import: the page's thread has this module too, and is given the file.
  compiled ??= new WebAssembly.Module(process.getBuiltinModule('node:fs').readFileSync(kernelsFile()));
  return new WebAssembly.Instance(compiled).exports;
}

/** Gives a thread its kernels that reads no file itself, before it computes anything. @param file the bytes of kernels.wasm */
export function provideKernels(file: Uint8Array): void {
  compiled = new WebAssembly.Module(file);
}

function kernelsFile(): URL {
  return new URL('../../assets/kernels/kernels.wasm', import.meta.url);
}
