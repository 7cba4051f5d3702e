import { COPY } from '../core/calibration.ts';
import { counted } from '../core/words/counts.ts';
import type { Geometry, Match, MatchedArea } from '../api/match.ts';
import type { CurrentPicture, LiveStatus } from '../api/verification.ts';

/** What was done to the artist's picture before it matched. */
export const VIEW_WORDS: Record<Match['view'], string> = {
  'as-is': 'your picture as it is',
  mirrored: 'your picture mirrored left to right',
  flipped: 'your picture flipped upside down',
  'rotated-90': 'your picture turned a quarter clockwise',
  'rotated-180': 'your picture turned half around',
  'rotated-270': 'your picture turned a quarter anticlockwise',
  transposed: 'your picture mirrored along its falling diagonal',
  transversed: 'your picture mirrored along its rising diagonal',
  'centre-crop': 'the middle of your picture',
  trimmed: 'your picture without its plain border',
  inside: 'the busiest part of your picture',
  'upper-left': 'the upper left quarter of your picture',
  'upper-right': 'the upper right quarter of your picture',
  'lower-left': 'the lower left quarter of your picture',
  'lower-right': 'the lower right quarter of your picture',
};

/** What was compared to come to the grade. */
export function comparedWords({ grade, compared, pdqDistance }: Match): string {
  switch (grade) {
    case 'identical':
      return 'the two files: their sha256 or md5 is equal';
    case 'copy':
      return 'the PDQ hashes of the two pictures';
    case 'edited':
      return 'the keypoints of the two pictures: corners and edges that lie the same way in both';
    case 'look-alike':
      if (pdqDistance !== null && pdqDistance <= COPY.mostDistance) {
        return 'PDQ hashes that agree, though one of the pictures is too plain for them to be trusted';
      }
      return compared
        ? 'similarity alone: the keypoints of the two pictures agree on nothing'
        : 'similarity alone: keypoints were not compared, as none are kept of this row';
  }
}

/** A PDQ distance (0–256 bits) in words, the number after them. 31 is PDQ's own limit for a copy. */
export function pdqWords(distance: number): string {
  return `${pdqDifference(distance)}: ${bitsWords(distance)}`;
}

/** How one picture lies in the other: `41 points agree: 62 % of your picture is 100 % of theirs, …`. */
export function geometryWords({ inliers, query, row, mirrored, rotationDegrees }: Geometry): string {
  const degrees = Math.round(Math.abs(rotationDegrees));
  const way = degrees === 180 ? '' : rotationDegrees > 0 ? ' clockwise' : ' anticlockwise';
  const done = [mirrored ? 'mirrored' : null, degrees === 0 ? null : `turned ${degrees}°${way}`];
  const manner = done.filter((words) => words !== null).join(' and ');
  if (query.whole && row.whole) return `${agreeing(inliers)}: the whole picture${manner && `, ${manner}`}`;
  const areas = `${percentWords(query)} of your picture is ${percentWords(row)} of theirs`;
  return `${agreeing(inliers)}: ${areas}${manner && `, ${manner}`}`;
}

function agreeing(inliers: number): string {
  return `${counted(inliers, 'point')} ${inliers === 1 ? 'agrees' : 'agree'}`;
}

/** The share of a picture that is matched, `62 %`, which no line breaks apart, or `all`. */
export function percentWords({ percent, whole }: MatchedArea): string {
  if (whole) return 'all';
  if (percent < 1) return 'under 1\u00a0%';
  // Rounded down: 99.6 % must not read as all of it.
  return `${Math.floor(percent)}\u00a0%`;
}

/** The cosine of two embeddings in words; the models' scales differ, so no word grades it. */
export function similarityWords(similarity: number): string {
  return `${similarity.toFixed(3)} of 1 by the search model`;
}

/** What the live picture is of the artist's, as one sentence. */
export function liveWords({ grade, geometry, pdqDistance }: CurrentPicture): string {
  if (grade === 'identical') return 'The live picture is the very same file as yours.';
  if (grade === 'copy') return `The live picture is a copy of yours: ${bitsWords(pdqDistance)}.`;
  if (geometry !== null) return `The live picture is an edited copy of yours: ${geometryWords(geometry)}.`;
  return `The live picture does not show yours: their keypoints agree on nothing, and ${bitsWords(pdqDistance)}.`;
}

/** Whether the live picture is still the one that the dataset has. */
export const STATUS_OF_LIVE: Record<LiveStatus, string> = {
  'same-file': 'It is still the very file that the row recorded.',
  'same-picture': 'It is still the picture that the row recorded, saved anew.',
  'another-picture':
    'But it is not the picture that the row recorded: the host serves another one now, so the row’s grade stays as it was.',
  'another-file':
    'The row recorded another file; whether it held the same picture cannot be told from what it recorded.',
  'not-recorded': 'The row recorded nothing that could tell whether it is still the same picture.',
};

function pdqDifference(distance: number): string {
  if (distance === 0) return 'no difference';
  if (distance <= 10) return 'hardly any difference, as after saving again or resizing';
  if (distance <= COPY.mostDistance)
    return 'small differences, as after resizing, strong compression or a light touch-up';
  return 'too different to count as a copy';
}

function bitsWords(distance: number): string {
  const bits = `${distance} of 256 bits ${distance === 1 ? 'differs' : 'differ'}`;
  return `${bits}; ${COPY.mostDistance} or fewer make a copy`;
}
