import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withRowsNotCompared } from '../../src/check/verdict/coverage.ts';
import { groupByPicture } from '../../src/check/verdict/group.ts';
import { toMatches } from '../../src/check/verdict/match.ts';
import { PRECISION } from '../../src/core/calibration.ts';
import { FALSE_POSITIVES } from '../../src/core/false-positives.ts';
import { falsePositiveWords } from '../../src/core/words/false-positives.ts';
import { verdictOf } from '../../src/check/verdict/verdict.ts';
import { GRADES } from '../../src/core/evidence.ts';
import type { GradedCandidate } from '../../src/check/candidate.ts';
import type { Match } from '../../src/api/match.ts';
import type { Coverage } from '../../src/api/check-result.ts';
import { findModelCard } from '../../src/models/models.ts';
import { aCandidate, aFingerprint, aRow, PLAIN_HASH, turned } from '../helpers/candidates.ts';

const coverage: Coverage[] = [
  {
    dataset: 'laion-400m',
    release: '2021-08',
    rowsIndexed: 1234,
    rowsListed: 1234,
    rowsHashed: 1234,
    rowsSuppressed: 0,
    rowsNotCompared: 0,
    rowsPublished: 413_000_000,
    model: 'pocket',
    indexedAt: '2026-11-01T00:00:00.000Z',
  },
];
const { picture } = aFingerprint();

function graded(grade: GradedCandidate['grade'], given = {}): GradedCandidate {
  return { ...aCandidate(given), grade };
}

describe('the verdict', () => {
  it.each(['identical', 'copy', 'edited'] as const)('is found for a row that is %s', (grade) => {
    const { answer, sentence } = verdictOf(picture, [graded(grade), graded('look-alike')], coverage);
    expect(answer).toBe('found');
    expect(sentence).toContain('LAION-400M, release 2021-08');
  });

  it.each(['identical', 'copy', 'edited'] as const)(
    'says how far %s can be trusted, as measured',
    (grade) => {
      const found = verdictOf(picture, [graded(grade), graded('look-alike')], coverage);
      expect(found.falsePositives).toEqual(FALSE_POSITIVES);
      expect(found.sentence).toContain(falsePositiveWords(FALSE_POSITIVES));
      expect(found.sentence).not.toMatch(/PDQ|keypoint|row|release of|pairs/);
      // The field of the release before counts the same checks.
      expect(found.precision).toEqual(PRECISION[grade]);
      const { pairs, falsePairs, falsePerMillionAtMost } = PRECISION[grade];
      expect(pairs).toBe(FALSE_POSITIVES.checks);
      expect(falsePairs).toBeLessThanOrEqual(FALSE_POSITIVES.answeredFound);
      expect(falsePerMillionAtMost).toBeGreaterThanOrEqual((1e6 * falsePairs) / pairs);
      const alike = verdictOf(picture, [graded('look-alike')], coverage);
      expect([alike.falsePositives, alike.precision]).toEqual([null, null]);
    },
  );

  describe('where keypoints are damaged', () => {
    const other = { ...coverage[0], release: '2022', model: 'clip' };
    const lost = (line: Coverage, rowsNotCompared: number): Coverage => ({ ...line, rowsNotCompared });

    it('excludes no edited copy', () => {
      const { answer, sentence } = verdictOf(picture, [], [lost(coverage[0], 1)]);
      expect(answer).toBe('possibly');
      expect(sentence).toContain('among one row of LAION-400M, release 2021-08, whose keypoints are damaged');
    });

    it('says of how many rows of which dataset, each row once', () => {
      const lines = [
        lost(coverage[0], 2),
        lost({ ...coverage[0], model: 'clip' }, 2),
        lost(other, 1200),
        other,
      ];
      const { sentence } = verdictOf(picture, [], [lines[0], lines[1], lines[2]]);
      expect(sentence).toMatch(/among 2 rows of .*2021-08 and 1,200 rows of .*2022, whose/);
    });

    it('still finds what is found, and says what else is doubtful', () => {
      const damaged = [lost(coverage[0], 3)];
      expect(verdictOf(picture, [graded('copy')], damaged).answer).toBe('found');
      const near = graded('look-alike', { pdqDistance: 3 });
      const { answer, sentence } = verdictOf(picture, [near], damaged);
      expect(answer).toBe('possibly');
      expect(sentence).toMatch(/one row is so near .* Nor can one among 3 rows/);
    });

    it('counts the rows of each dataset that was searched by picture', () => {
      const listed = { ...other, release: '2023', model: null };
      const rows = [
        { keypointsLost: true, row: aRow({ release: '2021-08' }) },
        { keypointsLost: false, row: aRow({ release: '2021-08' }) },
        { keypointsLost: true, row: aRow({ release: '2021-08' }) },
        { keypointsLost: true, row: aRow({ release: '2023' }) },
      ];
      const counts = withRowsNotCompared([coverage[0], other, listed], rows);
      expect(counts.map(({ rowsNotCompared }) => rowsNotCompared)).toEqual([2, 0, 0]);
    });
  });

  it('counts the rows it found', () => {
    const { sentence } = verdictOf(picture, [graded('copy'), graded('copy'), graded('copy')], coverage);
    expect(sentence).toContain('3 times');
  });

  it('is never found for look-alikes, however many and however near', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true })), (similarities) => {
        const rows = similarities.map((similarity) => graded('look-alike', { similarity, model: 'pocket' }));
        expect(verdictOf(picture, rows, coverage).answer).not.toBe('found');
      }),
    );
  });

  it('is possibly from the measured floor of the model card, and not below', () => {
    const { possiblyFrom } = findModelCard('pocket').similarity;
    const at = (similarity: number) =>
      verdictOf(picture, [graded('look-alike', { similarity, model: 'pocket' })], coverage).answer;
    expect(possiblyFrom).not.toBeNull();
    expect(at(possiblyFrom!)).toBe('possibly');
    expect(at(possiblyFrom! - 0.001)).toBe('not-found');
  });

  it('is not possibly where keypoints were compared and agree on nothing', () => {
    const near = { similarity: 0.99, model: 'pocket', compared: true };
    expect(verdictOf(picture, [graded('look-alike', near)], coverage).answer).toBe('not-found');
    // Unless the hash agrees, and only the picture is too plain for it.
    const plain = graded('look-alike', { ...near, pdqDistance: 20 });
    expect(verdictOf(picture, [plain], coverage).answer).toBe('possibly');
  });

  it('claims nothing from the cosine of a model nobody measured', () => {
    const nearest = graded('look-alike', { similarity: 1, model: 'Xenova/clip-vit-base-patch32' });
    expect(verdictOf(picture, [nearest], coverage).answer).toBe('not-found');
  });

  it('says in what it was not found, and how much of it there is', () => {
    const { answer, sentence } = verdictOf(picture, [], coverage);
    expect(answer).toBe('not-found');
    expect(sentence).toMatch(/^Not found in LAION-400M, release 2021-08 \(1,234 of 413,000,000 rows\)/);
  });

  it('says when the picture is too plain to be told apart', () => {
    expect(verdictOf(aFingerprint(12).picture, [], coverage).sentence).toContain('quality 12 of 100');
  });
});

describe('groups', () => {
  it('hold the rows that show the same picture, and keep every row', () => {
    const rows = [
      aRow({ pdq: PLAIN_HASH, pdqQuality: 90 }),
      aRow({ sha256: 'c'.repeat(64) }),
      aRow({ pdq: turned(PLAIN_HASH, 31), pdqQuality: 90 }),
      aRow({ pdq: turned(PLAIN_HASH, 60), pdqQuality: 90 }),
      aRow({ sha256: 'c'.repeat(64), md5: 'd'.repeat(32) }),
      aRow({ md5: 'd'.repeat(32) }),
      aRow({ pdq: PLAIN_HASH, pdqQuality: 20 }),
    ];
    // The fourth is 60 from the first, but 29 from the third: one picture, passed on and on.
    expect(groupByPicture(rows)).toEqual([
      'picture-1',
      'picture-2',
      'picture-1',
      'picture-1',
      'picture-2',
      'picture-2',
      'picture-3',
    ]);
  });

  it('do not depend on the order of the rows', () => {
    const bits = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(bits, (turnedBits) => {
        const rows = turnedBits.map((count) => aRow({ pdq: turned(PLAIN_HASH, count), pdqQuality: 90 }));
        const partition = (ordered: typeof rows) => {
          const names = groupByPicture(ordered);
          return new Set(
            ordered.map((row) =>
              ordered
                .filter((_, i) => names[i] === names[ordered.indexOf(row)])
                .map(({ id }) => id)
                .toSorted((a, b) => a - b)
                .join(),
            ),
          );
        };
        expect(partition(rows.toReversed())).toEqual(partition(rows));
      }),
    );
  });
});

describe('a match', () => {
  it('is of the whole picture where the grade says so, however little of it has keypoints', () => {
    const area = { percent: 42, polygon: [], whole: false };
    const geometry = {
      inliers: 40,
      mirrored: false,
      rotationDegrees: 0,
      scale: 1,
      agreementPercent: 60,
      middleAgreementPercent: 60,
      query: area,
      row: area,
    };
    const matches = toMatches(
      GRADES.map((grade) => ({ ...aCandidate({ geometry }), grade })),
      () => [],
    );
    expect(matches.map(({ geometry: shown }) => [shown?.query.whole, shown?.row.whole])).toEqual([
      [true, true],
      [true, true],
      [false, false],
      [false, false],
    ]);
  });

  it('has its channels where it is found, and none where it only looks similar', () => {
    const asked: string[] = [];
    const matches = toMatches(
      GRADES.map((grade) => ({ ...aCandidate(), grade })),
      ({ rowId }) => {
        asked.push(rowId);
        return [{ id: rowId } as Match['channels'][number]];
      },
    );
    expect(matches.map(({ grade, channels }) => [grade, channels.length])).toEqual([
      ['identical', 1],
      ['copy', 1],
      ['edited', 1],
      ['look-alike', 0],
    ]);
    expect(asked).toHaveLength(3);
  });

  it('names the view that its grade rests on', () => {
    const both = { pdqOrientation: 'mirrored', similarityView: 'rotated-90' } as const;
    const views = toMatches(
      GRADES.map((grade) => graded(grade, both)),
      () => [],
    ).map(({ view }) => view);
    expect(views).toEqual(['as-is', 'mirrored', 'rotated-90', 'rotated-90']);
  });
});
