// The kernels of the hottest work on pictures and vectors, in AssemblyScript: src/runtime/kernel-instance.ts loads what
// scripts/build/kernels.mjs compiles of them.
export { toUnit, blur, blurScratch, WEIGHTS, everySecond, difference } from './scale-space';
export { extrema, EXTREMUM_NUMBERS } from './extrema';
export { directions, DIRECTIONS } from './orientation';
export { describe, DESCRIPTOR } from './descriptor';
export { rectify, MAP } from './rectified';
export { match } from './match';
export { addRows } from './grey';
export { resizeColumns, resizeRows } from './resize';
export { weighColumns, weighRows, dct } from './pdq';
export { dotOfHalves } from './rows';

/** Where the caller's own memory begins. */
export const HEAP: usize = __heap_base;
