import { MEASURED } from './measured.ts';
import type { CheckCounts, KindCounts, Measured, SizeCounts } from './measured-counts.ts';
import { wilsonInterval } from './wilson.ts';

/** Checks of pictures that are not in the index, and how many were answered "found". */
export interface Answered {
  /** Independent pictures that were checked; of each there are several edits. */
  pictures: number;
  checks: number;
  answeredFound: number;
  /** Pictures of which one check or several were answered so: the bound rests on them. */
  picturesAnsweredFound: number;
  /** Checks in 10,000 that are answered so at most, with 95 % confidence; a whole number. */
  per10000AtMost: number;
}

/** How often a picture that is not in the index is answered "found". The whole is of the largest index measured. */
export interface FalsePositiveRate extends Answered {
  byKind: ({ kind: string } & Answered)[];
  /** The same checks at each size of the index, ascending. */
  rows: ({ rows: number } & Answered)[];
  measuredOn: string;
  how: string;
}

/**
 * What a measurement says. The edits of one picture are checks of their own, yet no independent ones: so the upper end
 * of Wilson's 95 % interval is taken of pictures. A check is answered "found" no more often than a picture is in one of
 * its checks or several, so that this bounds the checks as well.
 */
export function falsePositivesOf({ sizes, measuredOn, how }: Measured): FalsePositiveRate {
  const { kinds } = largestOf(sizes);
  return {
    ...answered(kinds),
    byKind: kinds.map((kind) => ({ kind: kind.kind, ...answered([kind]) })),
    rows: sizes.map(({ rows, kinds: of }) => ({ rows, ...answered(of) })),
    measuredOn,
    how,
  };
}

/** As it was measured of this release. */
export const FALSE_POSITIVES = falsePositivesOf(MEASURED);

/** @throws RangeError where nothing was measured */
export function largestOf(sizes: readonly SizeCounts[]): SizeCounts {
  const largest = sizes.at(-1);
  if (largest === undefined) throw new RangeError('Nothing was measured: there is no size of an index.');
  return largest;
}

/** Counts of several kinds together; their pictures are different ones. */
export function summed(counts: readonly (CheckCounts | undefined)[]): CheckCounts {
  return counts.reduce<CheckCounts>(
    ([checks, pictures], more) => [checks + (more?.[0] ?? 0), pictures + (more?.[1] ?? 0)],
    [0, 0],
  );
}

function answered(kinds: readonly KindCounts[]): Answered {
  const [checks, pictures] = summed(kinds.map(({ asked }) => asked));
  const [answeredFound, picturesAnsweredFound] = summed(kinds.map(({ found }) => found));
  const [, high] = wilsonInterval(picturesAnsweredFound, pictures);
  const per10000AtMost = Math.ceil(high * 1e4);
  return { pictures, checks, answeredFound, picturesAnsweredFound, per10000AtMost };
}
