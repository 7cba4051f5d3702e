import { describe, expect, it } from 'vitest';
import { gradeCandidates } from '../../src/check/verify/verify.ts';
import { GRADES } from '../../src/core/evidence.ts';
import { GEOMETRY } from '../web/rows.ts';
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

  it.each([
    ['same-picture', 'edited'],
    ['part', 'part'],
    ['same-subject', 'look-alike'],
    [null, undefined],
  ] as const)('is, by keypoints that say %s, %s', async (relation, grade) => {
    expect(
      await gradeOf(aCandidate({ row: clearRow(), pdqDistance: 120, relation, geometry: GEOMETRY })),
    ).toBe(grade);
    // Nor does an embedding make more of it.
    const near = { similarity: 1, similarityView: 'as-is', model: 'pocket' } as const;
    expect(await gradeOf(aCandidate({ ...near, relation, geometry: GEOMETRY }))).toBe(grade ?? 'look-alike');
  });

  it.each(['part', 'same-subject'] as const)(
    'is by hash or bytes what it is, though keypoints say %s',
    async (relation) => {
      expect(await gradeOf(aCandidate({ sameBytes: true, relation }))).toBe('identical');
    },
  );

  it('has a verifier for every grade', async () => {
    const best = { similarity: 1, similarityView: 'as-is', model: 'pocket' } as const;
    const grades = await Promise.all([
      gradeOf(aCandidate({ sameBytes: true })),
      gradeOf(aCandidate({ row: clearRow(), pdqDistance: 0 })),
      gradeOf(aCandidate({ relation: 'same-picture' })),
      gradeOf(aCandidate({ relation: 'part' })),
      gradeOf(aCandidate(best)),
    ]);
    expect(grades).toEqual([...GRADES]);
  });

  it('puts first, of parts, where more points agree, and of look-alikes, the same subject', () => {
    const withPoints = (inliers: number) =>
      aCandidate({ relation: 'part', geometry: { ...GEOMETRY, inliers } });
    const near = { similarity: 0.99, similarityView: 'as-is', model: 'pocket' } as const;
    const graded = gradeCandidates(
      [
        aCandidate(near),
        aCandidate({ ...near, similarity: 0.6, relation: 'same-subject' }),
        withPoints(9),
        withPoints(40),
      ],
      aFingerprint(),
    );
    expect(graded.map(({ grade, relation, geometry }) => [grade, relation, geometry?.inliers])).toEqual([
      ['part', 'part', 40],
      ['part', 'part', 9],
      ['look-alike', 'same-subject', undefined],
      ['look-alike', null, undefined],
    ]);
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
