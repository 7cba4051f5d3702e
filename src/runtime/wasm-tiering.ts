import { setFlagsFromString } from 'node:v8';

/**
 * How much of a function of WebAssembly is run before V8 compiles it once more, to the best code that it can: `usual` is V8's
 * own measure in Node 20. The embedded database has 13,700 functions, and by that measure the hundreds that opening it runs
 * were compiled so: a third of all that a short command computes. By `late` those are that a long ingest runs for a second.
 */
const BUDGET = { usual: 1_800_000, late: 1_000_000_000 };

/**
 * Does what a command begins with, and leaves the WebAssembly that is compiled meanwhile as it is until it is hot. Only where
 * no other thread compiles any: it is one setting for all threads, and kernels that are compiled late are slow.
 */
export async function compiledLate<T>(work: () => Promise<T>): Promise<T> {
  setFlagsFromString(`--wasm-tiering-budget=${BUDGET.late}`);
  try {
    return await work();
  } finally {
    setFlagsFromString(`--wasm-tiering-budget=${BUDGET.usual}`);
  }
}
