import type { IndexedRow } from '../../src/core/dataset.ts';
import type { Candidate } from '../../src/check/candidate.ts';
import { modelCards } from '../../src/models/models.ts';
import type { Fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { ORIENTATIONS, type Orientation } from '../../src/core/picture.ts';

export const PLAIN_HASH = '0123456789abcdef'.repeat(4);

/** `hash` with its first `bits` bits turned. */
export function turned(hash: string, bits: number): string {
  const digits = Array.from(hash, (digit) => Number.parseInt(digit, 16));
  for (let bit = 0; bit < bits; bit++) digits[bit >> 2] ^= 1 << (bit & 3);
  return digits.map((digit) => digit.toString(16)).join('');
}

let nextId = 1;

export function aRow(given: Partial<IndexedRow> = {}): IndexedRow {
  const id = given.id ?? nextId++;
  return {
    id,
    dataset: 'laion-400m',
    release: '2021-08',
    rowId: String(1000 + id),
    file: null,
    url: `https://pictures.example/${id}.jpg`,
    caption: null,
    width: null,
    height: null,
    sha256: null,
    md5: null,
    pdq: null,
    pdqQuality: null,
    unsafe: null,
    author: null,
    pageUrl: null,
    ...given,
  };
}

export function aCandidate(given: Partial<Candidate> = {}): Candidate {
  return {
    row: aRow(),
    sameBytes: false,
    pdqDistance: null,
    pdqOrientation: null,
    similarity: null,
    similarityView: null,
    whole: null,
    asItLies: null,
    rank: null,
    model: null,
    card: modelCards.find(({ name }) => name === given.model) ?? null,
    keypoints: null,
    geometry: null,
    relation: null,
    compared: false,
    ruledOut: false,
    seenSince: false,
    keypointsLost: false,
    ...given,
  };
}

export function aFingerprint(quality = 100): Fingerprint {
  return {
    picture: {
      width: 400,
      height: 300,
      format: 'jpeg',
      sha256: 'a'.repeat(64),
      md5: 'b'.repeat(32),
      pdq: PLAIN_HASH,
      pdqQuality: quality,
    },
    orientedPdq: Object.fromEntries(ORIENTATIONS.map((name) => [name, PLAIN_HASH])) as Record<
      Orientation,
      string
    >,
    embeddings: [],
    keypoints: new Uint8Array(0),
    pixels: null,
  };
}
