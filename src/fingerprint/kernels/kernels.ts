/** The functions of kernels/, as WebAssembly has them: an address is a number of bytes in `memory`. */
export interface KernelExports {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /** Where memory of the caller's own begins. */
  HEAP: Constant;
  addRows: Kernel<
    [
      ...rows: [rgb: number, width: number, y: number, rows: number],
      ...columns: [brightness: number, columns: number, weights: number, taps: number, sums: number],
      ...wanted: [width: number, height: number],
      ...rowSpans: [starts: number, ends: number, offsets: number, weights: number],
      ...sums: [first: number, out: number],
    ],
    number
  >;
  resizeColumns: Kernel<
    [
      ...rows: [rgb: number, width: number, rows: number, wide: number],
      ...spans: [starts: number, counts: number, weights: number, stride: number],
      ...wanted: [count: number, out: number],
    ]
  >;
  resizeRows: Kernel<
    [
      ...rows: [bytes: number, line: number],
      ...spans: [starts: number, counts: number, weights: number, stride: number],
      ...wanted: [count: number, out: number],
    ]
  >;
  weighColumns: Kernel<
    [
      ...rows: [values: number, width: number, rows: number, row: number],
      ...columns: [columns: number, weights: number, taps: number],
      ...wanted: [out: number, count: number],
    ]
  >;
  weighRows: Kernel<
    [
      ...sums: [sums: number, count: number],
      ...rowSpans: [starts: number, offsets: number, weights: number],
      ...wanted: [results: number, out: number],
    ]
  >;
  dct: Kernel<[square: number, byPlace: number, byFrequency: number, across: number, out: number]>;
  dotOfHalves: Kernel<[row: number, query: number, bytes: number], number>;
  toUnit: Kernel<[grey: number, count: number, out: number]>;
  WEIGHTS: Constant;
  blurScratch: Kernel<[width: number, height: number, radius: number], number>;
  blur: Kernel<[source: number, out: number, width: number, height: number, radius: number, scratch: number]>;
  everySecond: Kernel<[source: number, width: number, height: number, out: number]>;
  difference: Kernel<[a: number, b: number, count: number, out: number]>;
  EXTREMUM_NUMBERS: Constant;
  extrema: Kernel<
    [
      ...layers: [below: number, own: number, above: number],
      ...sides: [width: number, height: number],
      ...limits: [least: number, edgeLimit: number, mostOffset: number],
      out: number,
    ],
    number
  >;
  DIRECTIONS: Constant;
  directions: Kernel<
    [
      ...layer: [values: number, width: number, height: number],
      ...place: [x: number, y: number],
      ...window: [reach: number, falloff: number],
      ...wanted: [secondPeak: number, most: number],
    ],
    number
  >;
  DESCRIPTOR: Constant;
  describe: Kernel<
    [
      ...layer: [values: number, width: number, height: number],
      ...place: [x: number, y: number],
      ...direction: [direction: number, cosine: number, sine: number],
      spacing: number,
    ],
    number
  >;
  MAP: Constant;
  rectify: Kernel<
    [
      ...source: [source: number, width: number, height: number],
      isFine: number,
      ...wanted: [width: number, height: number, out: number],
    ]
  >;
  match: Kernel<
    [
      ...query: [descriptors: number, count: number, dark: number],
      ...row: [descriptors: number, count: number, dark: number, x: number, y: number],
      ...sides: [width: number, height: number],
      ...limits: [
        mostDistance: number,
        rivals: number,
        ratio: number,
        earlyDistance: number,
        samePlace: number,
      ],
      ...memory: [early: number, out: number],
    ],
    number
  >;
}

type Kernel<Given extends number[], Result = void> = (...given: Given) => Result;

/** An address or a number that the kernels state, as WebAssembly wraps it. */
interface Constant {
  readonly value: number;
}

/** One thread's kernels, and their memory. */
export interface Kernels {
  run: KernelExports;
  /**
   * The address of memory kept under a name: what lies there stays until more is asked for under that name than ever before.
   * @throws RangeError where all names together would have more than 64 MB
   */
  room: (name: string, bytes: number) => number;
  /** The same for several things beside one another, each of so many bytes. */
  rooms: <Thing extends string>(name: string, bytes: Record<Thing, number>) => Record<Thing, number>;
  /** What lies at an address, seen as numbers: for the moment, since memory that grows moves. */
  bytes: (at: number, count: number) => Uint8Array;
  words: (at: number, count: number) => Int32Array;
  floats: (at: number, count: number) => Float32Array;
  doubles: (at: number, count: number) => Float64Array;
}

/** Pictures are looked at in 256 pixels, and read in 768: that takes a tenth of this. */
const MAX_BYTES = 64 * 1024 * 1024;

const PAGE_BYTES = 65_536;

/** Kernels that were instantiated, in Node or in a browser. */
export function kernelsOf(run: KernelExports): Kernels {
  const known = new Map<string, { at: number; bytes: number }>();
  let end = aligned(run.HEAP.value);
  const buffer = (): ArrayBuffer => run.memory.buffer;
  const room = (name: string, bytes: number): number => {
    const own = known.get(name);
    if (own !== undefined && own.bytes >= bytes) return own.at;
    // What it had is lost: half as much again makes that seldom.
    const more = aligned(own === undefined ? bytes : bytes * 1.5);
    if (end + more > MAX_BYTES) {
      throw new RangeError(
        `The kernels are asked for ${end + more} bytes of memory; they may have ${MAX_BYTES}.`,
      );
    }
    const missing = Math.ceil((end + more - buffer().byteLength) / PAGE_BYTES);
    if (missing > 0) run.memory.grow(missing);
    known.set(name, { at: end, bytes: more });
    end += more;
    return end - more;
  };
  const rooms = <Thing extends string>(name: string, bytes: Record<Thing, number>): Record<Thing, number> => {
    const sizes = Object.entries<number>(bytes).map(([thing, size]) => [thing, aligned(size)] as const);
    let at = room(
      name,
      sizes.reduce((sum, [, size]) => sum + size, 0),
    );
    const places = sizes.map(([thing, size]) => [thing, (at += size) - size] as const);
    return Object.fromEntries(places) as Record<Thing, number>;
  };
  return {
    run,
    room,
    rooms,
    bytes: (at, count) => new Uint8Array(buffer(), at, count),
    words: (at, count) => new Int32Array(buffer(), at, count),
    floats: (at, count) => new Float32Array(buffer(), at, count),
    doubles: (at, count) => new Float64Array(buffer(), at, count),
  };
}

/** Up to a multiple of 16 bytes. */
export function aligned(bytes: number): number {
  return (bytes + 15) & -16;
}
