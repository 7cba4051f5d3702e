import { COPY } from '../core/calibration.ts';
import { ONE_FOR_MANY } from '../core/placeholder.ts';
import { counted } from '../core/words/counts.ts';
import { sharesShown } from '../core/words/shares.ts';
import type { Geometry } from '../api/geometry.ts';
import type { Match } from '../api/match.ts';
import type { View } from '../core/picture.ts';
import type { CurrentPicture, LiveStatus } from '../api/current-picture.ts';

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
  'without-words': 'your picture without the words on it',
  'centre-crop': 'the middle of your picture',
  trimmed: 'your picture without its plain border',
  inside: 'the busiest part of your picture',
  'upper-left': 'the upper left quarter of your picture',
  'upper-right': 'the upper right quarter of your picture',
  'lower-left': 'the lower left quarter of your picture',
  'lower-right': 'the lower right quarter of your picture',
};

/** What was compared to come to the grade. */
export function comparedWords({ grade, compared, sameSubject, pdqDistance }: Match): string {
  switch (grade) {
    case 'identical':
      return 'the two files: they are the same to the byte (their sha256 or md5 is equal)';
    case 'copy':
      return 'the two pictures as a whole: their fingerprints (PDQ hashes), which saving anew and resizing hardly change';
    case 'edited':
      return `${POINTS}, lie the same way all over what both show`;
    case 'part':
      return `${POINTS}, lie the same way in the outlined part; around it the two pictures differ`;
    case 'look-alike':
      if (sameSubject) {
        return `${POINTS}, agree, but are shifted against each other, as seen from another place or in another light`;
      }
      if (pdqDistance !== null && pdqDistance <= COPY.mostDistance) {
        return 'fingerprints (PDQ hashes) that agree, though one of the pictures is too plain for them to be trusted';
      }
      return compared
        ? `similarity alone: ${POINTS}, do not lie the same way`
        : `similarity alone: ${POINTS}, were not compared, as none are kept of this one`;
  }
}

const POINTS = 'points of the two pictures, such as corners and edges';

/** A PDQ distance (0–256 bits) in words, the number after them. 31 is PDQ's own limit for a copy. */
export function pdqWords(distance: number): string {
  return `${pdqDifference(distance)}: ${bitsWords(distance)}`;
}

/** How one picture lies in the other: `41 points agree: 62 % of your picture is 100 % of theirs, …`. */
export function geometryWords(geometry: Geometry): string {
  const { inliers, query, row, mirrored, rotationDegrees } = geometry;
  const degrees = Math.round(Math.abs(rotationDegrees));
  const way = degrees === 180 ? '' : rotationDegrees > 0 ? ' clockwise' : ' anticlockwise';
  const done = [mirrored ? 'mirrored' : null, degrees === 0 ? null : `turned ${degrees}°${way}`];
  const manner = done.filter((words) => words !== null).join(' and ');
  if (query.whole && row.whole) return `${agreeing(inliers)}: the whole picture${manner && `, ${manner}`}`;
  const shares = sharesShown(geometry);
  const areas = `${percentWords(shares.query)} of your picture is ${percentWords(shares.row)} of theirs`;
  return `${agreeing(inliers)}: ${areas}${manner && `, ${manner}`}`;
}

function agreeing(inliers: number): string {
  return `${counted(inliers, 'point')} ${inliers === 1 ? 'agrees' : 'agree'}`;
}

/** The share of a picture that is matched, `62 %`, which no line breaks apart, or `all` for null. */
export function percentWords(percent: number | null): string {
  if (percent === null) return 'all';
  if (percent < 1) return 'under 1\u00a0%';
  // Rounded down: 99.6 % must not read as all of it.
  return `${Math.floor(percent)}\u00a0%`;
}

/**
 * The cosines of the embeddings in words, of the whole picture first, and apart of the view in which the row stands out
 * most; null where there are none. The models' scales differ, so no word grades them.
 */
export function similarityWords({
  similarity,
  similarityView,
  similarityAsItLies: whole,
}: Pick<Match, 'similarity' | 'similarityView' | 'similarityAsItLies'>): string | null {
  if (similarity === null) return null;
  const by = (cosine: number, view: View): string => `${cosine.toFixed(3)} of 1 for ${VIEW_WORDS[view]}`;
  const views = [
    whole === null ? null : by(whole, 'as-is'),
    similarityView === null || similarityView === 'as-is' ? null : by(similarity, similarityView),
  ].filter((words) => words !== null);
  return `${views.length === 0 ? `${similarity.toFixed(3)} of 1` : views.join('; ')}, by the search model`;
}

/** What the live picture is of the artist's, as one sentence. */
export function liveWords({ grade, geometry, sameSubject, pdqDistance }: CurrentPicture): string {
  if (grade === 'identical') return 'The live picture is the very same file as yours.';
  if (grade === 'copy') return `The live picture is a copy of yours: ${bitsWords(pdqDistance)}.`;
  const points = geometry && geometryWords(geometry);
  if (grade === 'part')
    return `A part of your picture stands in the live one; the rest of both differs: ${points}.`;
  if (points !== null) return `The live picture is an edited copy of yours: ${points}.`;
  if (sameSubject) {
    return 'The live picture shows the same place or thing as yours, and is another photograph: points of both agree, but are shifted against each other.';
  }
  return `The live picture does not show yours: no points of the two lie the same way, and ${bitsWords(pdqDistance)}.`;
}

/** Whether the live picture is still the one that the dataset has. */
export const STATUS_OF_LIVE: Record<LiveStatus, string> = {
  'same-file': 'It is still the very file that the dataset recorded.',
  'same-picture': 'It is still the picture that the dataset recorded, saved anew.',
  'another-picture':
    'But it is not the picture that the dataset recorded: the host serves another one now, so what was found stays as it was.',
  placeholder: `But the host shows ${ONE_FOR_MANY}: what was found stays as it was.`,
  'another-file':
    'The dataset recorded another file; whether it held the same picture cannot be told from what it recorded.',
  'not-recorded': 'The dataset recorded nothing that could tell whether it is still the same picture.',
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
