import type { Embedding } from '../../core/embedding.ts';
import { kernelInstance } from '../../runtime/kernel-instance.ts';
import { PAGE_BYTES, takePages } from './held-budget.ts';

/** Rows of one index, of which those that were compared lately are held in memory. */
export interface HeldRows {
  /** What rows are compared with from now on, by whatever index of this thread that has as many dimensions. */
  against(query: Embedding): void;
  /** The product of a row of 16-bit floats and the query, summed in 32 bits. */
  dot(ordinal: number): number;
  /** No row is compared afterwards. */
  close(): void;
}

/** Reads a row's 16-bit floats into as many bytes. */
type ReadRow = (ordinal: number, into: Uint8Array) => void;

/** As the kernel has them: so many dimensions a step, and the query so many times too large. */
const LANES = 16;
const QUERY_SCALE = 2 ** 112;

interface Kernel {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  HEAP: { readonly value: number };
  dotOfHalves: (row: number, query: number, bytes: number) => number;
}

/** An index that is open: its rows are numbered from `first` on, among those of all others. */
interface OpenRows {
  rows: number;
  first: number;
}

/**
 * What this thread holds of rows of so many dimensions. Each has one place, its number modulo the places there are: where
 * there is memory for all, each is read once.
 */
interface Holder {
  run: Kernel;
  /** Of a row, filled up with zeros to whole steps. */
  rowBytes: number;
  queryAt: number;
  rowsAt: number;
  open: Set<OpenRows>;
  /** The number of the row at each place, and 1 more; 0 where there is none. */
  held: Uint32Array;
  /** The kernel's memory, seen anew each time it grew. */
  bytes: Uint8Array;
  query: Float32Array;
}

const holders = new Map<number, Holder>();

/**
 * Nothing is taken before the first row is compared: whoever opens an index to copy it needs no memory.
 * @param rows of the index @param read called for a row that is not held
 */
export function holdRows(dimensions: number, rows: number, read: ReadRow): HeldRows {
  const own: OpenRows = { rows, first: 0 };
  let holder: Holder | null = null;
  const opened = (): Holder => (holder ??= openIn(holderFor(dimensions), own));
  return {
    against(query) {
      const { query: scaled } = opened();
      for (let i = 0; i < dimensions; i++) scaled[i] = query[i] * QUERY_SCALE;
    },
    dot(ordinal) {
      const { run, rowBytes, queryAt, rowsAt, held, bytes } = opened();
      const number = own.first + ordinal;
      const place = number % held.length;
      const at = rowsAt + place * rowBytes;
      if (held[place] !== number + 1) {
        held[place] = 0;
        read(ordinal, bytes.subarray(at, at + dimensions * Uint16Array.BYTES_PER_ELEMENT));
        held[place] = number + 1;
      }
      return run.dotOfHalves(at, queryAt, rowBytes);
    },
    close: () => void holder?.open.delete(own),
  };
}

function holderFor(dimensions: number): Holder {
  const known = holders.get(dimensions);
  if (known !== undefined) return known;
  const run = kernelInstance() as Kernel;
  const padded = Math.ceil(dimensions / LANES) * LANES;
  const queryAt = (run.HEAP.value + LANES - 1) & -LANES;
  const holder: Holder = {
    run,
    rowBytes: padded * Uint16Array.BYTES_PER_ELEMENT,
    queryAt,
    rowsAt: queryAt + padded * Float32Array.BYTES_PER_ELEMENT,
    open: new Set(),
    held: new Uint32Array(),
    bytes: new Uint8Array(),
    query: new Float32Array(),
  };
  holders.set(dimensions, holder);
  return holder;
}

/** Makes places for the rows of all open indexes, as many as the budget has, and one at least. */
function openIn(holder: Holder, own: OpenRows): Holder {
  holder.open.add(own);
  let rows = 0;
  for (const each of holder.open) {
    each.first = rows;
    rows += each.rows;
  }
  const { run, rowBytes, queryAt, rowsAt, held } = holder;
  const wanted = Math.ceil(((rows - held.length) * rowBytes) / PAGE_BYTES);
  const more = wanted > 0 ? Math.floor((takePages(wanted) * PAGE_BYTES) / rowBytes) : 0;
  const places = Math.max(1, Math.min(Math.max(rows, held.length), held.length + more));
  const missing = rowsAt + places * rowBytes - run.memory.buffer.byteLength;
  if (missing > 0) run.memory.grow(Math.ceil(missing / PAGE_BYTES));
  const { buffer } = run.memory;
  // What was held has another number now: it is read anew.
  return Object.assign(holder, {
    held: new Uint32Array(places),
    bytes: new Uint8Array(buffer),
    query: new Float32Array(buffer, queryAt, (rowsAt - queryAt) / Float32Array.BYTES_PER_ELEMENT),
  });
}
