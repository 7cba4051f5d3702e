import type { RowLive } from '../../src/api/live.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withRowsNotCompared } from '../../src/check/verdict/coverage.ts';
import { PRECISION } from '../../src/core/calibration.ts';
import { FALSE_POSITIVES } from '../../src/core/false-positives.ts';
import { falsePositiveWords } from '../../src/core/words/false-positives.ts';
import { verdictOf } from '../../src/check/verdict/verdict.ts';
import { GRADES } from '../../src/core/evidence.ts';
import type { GradedCandidate } from '../../src/check/candidate.ts';
import type { Coverage } from '../../src/api/check-result.ts';
import { findModelCard } from '../../src/models/models.ts';
import { aCandidate, aFingerprint, aRow } from '../helpers/candidates.ts';

const coverage: Coverage[] = [
  {
    dataset: 'laion-400m',
    release: '2021-08',
    rowsIndexed: 1234,
    rowsListed: 1234,
    rowsHashed: 1234,
    rowsFingerprinted: 1234,
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
    expect(sentence).toContain('LAION-400M, version 2021-08');
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
      expect(sentence).toContain(
        'among one picture of LAION-400M, version 2021-08, as what is kept of them here is damaged',
      );
    });

    it('says of how many rows of which dataset, each row once', () => {
      const lines = [
        lost(coverage[0], 2),
        lost({ ...coverage[0], model: 'clip' }, 2),
        lost(other, 1200),
        other,
      ];
      const { sentence } = verdictOf(picture, [], [lines[0], lines[1], lines[2]]);
      expect(sentence).toMatch(/among 2 pictures of .*2021-08 and 1,200 pictures of .*2022, as what is kept/);
    });

    it('still finds what is found, and says what else is doubtful', () => {
      const damaged = [lost(coverage[0], 3)];
      expect(verdictOf(picture, [graded('copy')], damaged).answer).toBe('found');
      const near = graded('look-alike', { pdqDistance: 3 });
      const { answer, sentence } = verdictOf(picture, [near], damaged);
      expect(answer).toBe('possibly');
      expect(sentence).toMatch(
        /ruled out in one picture that is very near \(look below\) and among 3 pictures/,
      );
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

  describe('where a row has nothing but a vector', () => {
    const model = 'laion-400m/clip-vit-base-patch32';
    const near = (given: Partial<GradedCandidate> = {}): GradedCandidate =>
      graded('look-alike', {
        model,
        similarity: 0.97,
        similarityView: 'as-is',
        whole: 0.97,
        asItLies: 0.97,
        ...given,
      });
    const looked = (state: RowLive['state'], deadSince: string | null = null): Partial<GradedCandidate> => ({
      live: { state, deadSince, why: '', lookedAt: null, archive: null, proof: null, picture: null },
    });
    const say = (...rows: GradedCandidate[]) => verdictOf(picture, rows, coverage);

    it('is possible from the floor for a whole picture on, and not below, nor by a part of it', () => {
      expect(say(near()).answer).toBe('possibly');
      expect(say(near()).sentence).toContain(
        'Yours as a whole is very near to one picture of LAION-400M, version 2021-08, which was not compared',
      );
      for (const asItLies of [0.9, null])
        expect(say(near({ asItLies, similarity: 0.999 })).answer).toBe('not-found');
    });

    it('tells of a dead link the day on which it was found dead, of several the first', () => {
      const { answer, sentence } = say(near(looked('dead', '2026-11-28')));
      expect(answer).toBe('possibly');
      expect(sentence).toContain('whose link is dead (found so on 28 November 2026): look below');
      const several = say(near(looked('dead', '2026-11-28')), near(looked('dead', '2026-05-03')), near());
      expect(several.sentence).toContain(
        '2 pictures of LAION-400M, version 2021-08, whose links are dead (found so on 3 May 2026 or later) and one picture',
      );
    });

    it('is not possible any more once it was compared', () => {
      expect(say(near({ compared: true, ruledOut: true, ...looked('compared') })).answer).toBe('not-found');
    });

    it('is not found only once nothing is being compared any more, however far it was', () => {
      const far = { asItLies: 0.6, whole: 0.6 };
      const { answer, sentence } = say(near({ ...far, ...looked('comparing') }));
      expect(answer).toBe('possibly');
      expect(sentence).toMatch(
        /^Possibly: no copy was found so far in .* One picture of it is still being compared\./,
      );
      const two = say(near({ ...far, ...looked('comparing') }), near({ ...far, ...looked('comparing') }));
      expect(two.sentence).toContain('2 pictures of it are still being compared.');
      expect(say(near({ ...far, ...looked('compared') })).answer).toBe('not-found');
      expect(say(near({ ...far, ...looked('not-compared') })).answer).toBe('not-found');
    });

    it('says which are being compared, and what else is doubtful', () => {
      const both = say(near(looked('comparing')), graded('look-alike', { pdqDistance: 3 }));
      expect(both.sentence).toContain('which is being compared');
      expect(both.sentence).toContain('Nor can an edited copy be ruled out in one picture that is very near');
    });

    it('is told beside a part that was found, and not beside the picture itself', () => {
      const part = graded('part', { similarity: 0.9, model });
      expect(say(part, near(looked('dead', '2026-11-28')))).toMatchObject({
        answer: 'part',
        sentence: expect.stringContaining('whose link is dead') as string,
      });
      expect(say(graded('copy'), near()).sentence).not.toContain('very near');
    });
  });

  describe('where a part of the picture alone is there', () => {
    const part = graded('part', { similarity: 0.9, model: 'pocket', compared: true });
    const words = (...rows: GradedCandidate[]) => verdictOf(picture, rows, coverage);

    it('is part, and says that the picture itself was not found, and in what', () => {
      const { answer, sentence, precision } = words(part, graded('look-alike'));
      expect([answer, precision]).toEqual(['part', null]);
      expect(sentence).toMatch(
        /^A part of your picture stands in another picture of LAION-400M, version 2021-08, and the rest/,
      );
      expect(sentence).toContain(
        'Your picture itself was not found in LAION-400M, version 2021-08 (1,234 of 413,000,000 pictures).',
      );
      expect(sentence).not.toMatch(/^Found|edited copy/);
    });

    it('counts the pictures that hold a part, each dataset once', () => {
      const elsewhere = graded('part', { row: aRow({ dataset: 'cc12m', release: '1' }) });
      expect(words(part, part, elsewhere).sentence).toMatch(
        /in 3 other pictures of .*2021-08 and .*version 1,/,
      );
    });

    it('ranks below found, which counts no part, and above possibly, which it still tells', () => {
      const found = words(graded('edited'), part);
      expect(found).toEqual(words(graded('edited')));
      const near = graded('look-alike', { pdqDistance: 3 });
      expect(words(near).answer).toBe('possibly');
      const both = words(part, near);
      expect(both.answer).toBe('part');
      expect(both.sentence).toContain(
        'An edited copy of it cannot be ruled out in one picture that is very near',
      );
    });

    it('is no doubtful row itself, however near', () => {
      expect(
        words(graded('part', { similarity: 1, model: 'pocket', pdqDistance: 3 })).sentence,
      ).not.toContain('ruled out');
    });
  });

  it.each(GRADES)('says nothing of %s that an artist would have to look up', (grade) => {
    const lost = { ...coverage[0], rowsNotCompared: 2 };
    const near = graded('look-alike', { pdqDistance: 3 });
    const { sentence } = verdictOf(aFingerprint(12).picture, [graded(grade), near], [coverage[0], lost]);
    expect(sentence).not.toMatch(/PDQ|\bhash|keypoint|\brows?\b|release/i);
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

  it('is possibly by the floor that was measured where the index lies, whatever the card came with', () => {
    const pocket = findModelCard('pocket');
    const at = (possiblyFrom: number | null, similarity: number): string => {
      const card = {
        ...pocket,
        similarity: { ...pocket.similarity, possiblyFrom, measuredBy: 'here' as const },
      };
      return verdictOf(picture, [graded('look-alike', { similarity, model: 'pocket', card })], coverage)
        .answer;
    };
    expect(at(0.4, 0.41)).toBe('possibly');
    expect(at(0.4, 0.39)).toBe('not-found');
    expect(at(0.97, 0.96)).toBe('not-found');
    expect(at(0.97, 0.97)).toBe('possibly');
    expect(at(null, 1)).toBe('not-found');
  });

  it('is not possibly where keypoints were compared and agree on nothing', () => {
    const near = { similarity: 0.99, model: 'pocket', compared: true, ruledOut: true };
    expect(verdictOf(picture, [graded('look-alike', near)], coverage).answer).toBe('not-found');
    // Unless the hash agrees, and only the picture is too plain for it.
    const plain = graded('look-alike', { ...near, pdqDistance: 20 });
    expect(verdictOf(picture, [plain], coverage).answer).toBe('possibly');
  });

  it('is possibly where keypoints were compared and leave it open, from the measured floor on alone', () => {
    const floor = findModelCard('pocket').similarity.possiblyFrom!;
    const open = (similarity: number, model = 'pocket') =>
      verdictOf(picture, [graded('look-alike', { similarity, model, compared: true })], coverage);
    expect(open(floor)).toMatchObject({
      answer: 'possibly',
      sentence: expect.stringContaining('cannot be ruled out in one picture that is very near') as string,
    });
    expect(open(floor - 0.001).answer).toBe('not-found');
    expect(open(1, 'Xenova/clip-vit-base-patch32').answer).toBe('not-found');
  });

  it('claims nothing from the cosine of a model nobody measured', () => {
    const nearest = graded('look-alike', { similarity: 1, model: 'Xenova/clip-vit-base-patch32' });
    expect(verdictOf(picture, [nearest], coverage).answer).toBe('not-found');
  });

  it('says in what it was not found, and how much of it there is', () => {
    const { answer, sentence } = verdictOf(picture, [], coverage);
    expect(answer).toBe('not-found');
    expect(sentence).toMatch(/^Not found in LAION-400M, version 2021-08 \(1,234 of 413,000,000 pictures\)/);
  });

  it('says when the picture is too plain to be told apart', () => {
    expect(verdictOf(aFingerprint(12).picture, [], coverage).sentence).toContain('quality 12 of 100');
  });
});
