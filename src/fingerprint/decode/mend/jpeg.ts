/** What a JPEG's markers say (ITU-T T.81, annex B), read where the decoder refused the file. */
export interface JpegStructure {
  /** Why it is of a kind that is not decoded here, fit after "This is"; null where it is of none. */
  variant: string | null;
  hasEnd: boolean;
  /** Whether its scans bring every bit of every coefficient: of a progressive one cut between two, some are missing. */
  hasAllScans: boolean;
}

const START_OF_SCAN = 0xda;
const END = 0xd9;

/** Frame headers, by marker, beside baseline, extended and progressive. */
const FRAMES: Readonly<Record<number, string>> = {
  0xc3: 'a lossless JPEG',
  0xc5: 'a hierarchical JPEG',
  0xc6: 'a hierarchical JPEG',
  0xc7: 'a hierarchical JPEG',
  0xc9: 'a JPEG in arithmetic coding',
  0xca: 'a JPEG in arithmetic coding',
  0xcb: 'a lossless JPEG in arithmetic coding',
  0xcd: 'a hierarchical JPEG',
  0xce: 'a hierarchical JPEG',
  0xcf: 'a hierarchical JPEG',
  0xf7: 'a JPEG-LS picture',
};

const COEFFICIENTS = 64;

export function jpegStructure(bytes: Uint8Array): JpegStructure {
  const structure: JpegStructure = { variant: null, hasEnd: false, hasAllScans: false };
  /** Of each component and coefficient, how many of its lowest bits are still to come. */
  const missing = new Map<number, Uint8Array>();
  for (let at = nextMarker(bytes, 2); at >= 0;) {
    const marker = bytes[at + 1];
    if (marker === END) {
      structure.hasEnd = true;
      break;
    }
    const length = at + 4 <= bytes.length ? bytes[at + 2] * 256 + bytes[at + 3] : 0;
    const body = bytes.subarray(at + 4, at + 2 + length);
    if (isFrame(marker)) {
      structure.variant = FRAMES[marker] ?? (body[0] === 8 ? null : `a JPEG of ${body[0]} bits a channel`);
      for (let i = 0; i < body[5]; i++) missing.set(body[6 + i * 3], new Uint8Array(COEFFICIENTS).fill(255));
    }
    if (marker === START_OF_SCAN) noteScan(body, missing);
    at = nextMarker(bytes, marker === START_OF_SCAN ? at + 2 + length : at + Math.max(2, 2 + length));
  }
  structure.hasAllScans =
    missing.size > 0 && [...missing.values()].every((left) => left.every((bits) => bits === 0));
  return structure;
}

function isFrame(marker: number): boolean {
  return marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));
}

function noteScan(body: Uint8Array, missing: Map<number, Uint8Array>): void {
  const count = body[0];
  const [first, last, bits] = [body[1 + count * 2], body[2 + count * 2], body[3 + count * 2] & 15];
  for (let i = 0; i < count; i++) missing.get(body[1 + i * 2])?.fill(bits, first, last + 1);
}

/** Where the next marker stands: an FF that is no fill byte, no part of the picture data and no restart; -1 if none. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1] ?? 0;
    if (marker !== 0 && marker !== 1 && marker !== 0xff && (marker < 0xd0 || marker > 0xd8)) return at;
  }
  return -1;
}
