import { describe, expect, it } from 'vitest';
import { gradeCandidates } from '../../src/check/verify/verify.ts';
import { aCandidate, aFingerprint, aRow, PLAIN_HASH } from '../helpers/candidates.ts';

const clearRow = () => aRow({ pdq: PLAIN_HASH, pdqQuality: 80 });

async function gradeOf(candidate: ReturnType<typeof aCandidate>, quality = 100) {
  const [graded] = gradeCandidates([candidate], aFingerprint(quality));
  return graded?.grade;
}

describe('the grade of a candidate', () => {
  it('is identical for the same bytes, whatever else is known', async () => {
    expect(await gradeOf(aCandidate({ sameBytes: true, pdqDistance: 128, similarity: 0 }))).toBe('identical');
  });

  it.each([
    [0, 100, 100, 'copy'],
    [31, 50, 50, 'copy'],
    [32, 100, 100, undefined],
    [31, 49, 100, 'look-alike'],
    [31, 100, 49, 'look-alike'],
  ])(
    'at PDQ distance %i, with qualities %i and %i, is %s',
    async (pdqDistance, rowQuality, quality, grade) => {
      const row = aRow({ pdq: PLAIN_HASH, pdqQuality: rowQuality });
      expect(await gradeOf(aCandidate({ row, pdqDistance, pdqOrientation: 'mirrored' }), quality)).toBe(
        grade,
      );
    },
  );

  it('is never more than look-alike by an embedding alone, even at a cosine of 1', async () => {
    for (const model of ['pocket', 'Xenova/clip-vit-base-patch32']) {
      const candidate = aCandidate({
        row: clearRow(),
        pdqDistance: 90,
        similarity: 1,
        similarityView: 'as-is',
        model,
      });
      expect(await gradeOf(candidate)).toBe('look-alike');
    }
  });

  it('is none when nothing speaks for it', async () => {
    expect(await gradeOf(aCandidate({ row: clearRow(), pdqDistance: 120 }))).toBeUndefined();
  });

  it('puts the strongest first', async () => {
    const graded = gradeCandidates(
      [
        aCandidate({ similarity: 0.99, similarityView: 'as-is', model: 'Xenova/clip-vit-base-patch32' }),
        aCandidate({ row: clearRow(), pdqDistance: 20 }),
        aCandidate({ sameBytes: true }),
        aCandidate({ row: clearRow(), pdqDistance: 4 }),
      ],
      aFingerprint(),
    );
    expect(graded.map(({ grade, pdqDistance }) => [grade, pdqDistance])).toEqual([
      ['identical', null],
      ['copy', 4],
      ['copy', 20],
      ['look-alike', null],
    ]);
  });
});
