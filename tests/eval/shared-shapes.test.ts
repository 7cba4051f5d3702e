import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Painters, startPainters } from '../../scripts/eval/paint/painters.ts';
import { canBeCompared } from '../../src/check/verify/compare.ts';
import { type Comparer, startComparer } from '../../src/check/verify/comparer.ts';
import { confirmed } from '../../src/check/placed.ts';
import { QUERY_OPTIONS, ROW_OPTIONS } from '../../src/core/fingerprint-options.ts';
import { type Fingerprinter, startFingerprinter } from '../../src/fingerprint/fingerprinter.ts';

let painters: Painters;
let fingerprinter: Fingerprinter;
let comparer: Comparer;

beforeAll(() => {
  painters = startPainters(1);
  fingerprinter = startFingerprinter({ threads: 1, modelsDir: 'none', maxPixels: 1_000_000 });
  comparer = startComparer(1);
});

afterAll(async () => {
  await Promise.all([painters.close(), fingerprinter.close(), comparer.close()]);
});

const illustration = (number: number) => painters.paint({ kind: 'illustration', seed: 1, number });
const distractor = (number: number) => painters.paint({ kind: 'distractor', seed: 1, number });

/** Of a drawing edited in one way, the placement on another picture that counts as evidence. */
async function evidence(drawing: number, edit: string, other: Uint8Array) {
  const name = `drawn-${String(drawing).padStart(6, '0')}`;
  const picture = await illustration(drawing);
  const edited = await painters.paint({ kind: 'edit', edit, picture, name, seed: 1 });
  const query = await fingerprinter.fingerprint(edited, [], { ...QUERY_OPTIONS, views: [] });
  const row = await fingerprinter.fingerprint(other, [], { ...ROW_OPTIONS, views: [] });
  // Else nothing would be shown by their not agreeing.
  expect(canBeCompared(query.keypoints, row.keypoints)).toBe(true);
  const [geometry] = await comparer.compare(query, [row.keypoints]);
  return { geometry, evidence: confirmed(geometry) };
}

it.each([
  [17, 'quarter-size', 17236, 'four letters of two words'],
  [17, 'discs', 5783, 'WINTER'],
  [46, 'grey', 5380, 'DOGS'],
  [47, 'turned-90', 804, 'NEVER'],
  [77, 'contrast', 17132, 'HELLO MONDAY'],
  [77, 'mirrored', 1675, 'THEATRE'],
])('drawing %i, %s, is not in picture %i because both say %s', async (drawing, edit, other) => {
  const { geometry, evidence: found } = await evidence(drawing, edit, await distractor(other));
  expect(geometry?.inliers).toBeGreaterThanOrEqual(8);
  expect(found).toBeNull();
});

it.each([17, 46, 47, 77])(
  'drawing %i is in itself, at a quarter of its sides or cut to six tenths',
  async (drawing) => {
    for (const edit of ['quarter-size', 'crop-60']) {
      expect((await evidence(drawing, edit, await illustration(drawing))).evidence).not.toBeNull();
    }
  },
);
