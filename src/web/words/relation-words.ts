import { listed } from '../../core/words/counts.ts';
import { SAME_SUBJECT_WORDS } from '../../core/words/grades.ts';
import { sharesShown } from '../../core/words/shares.ts';
import type { Geometry } from '../../api/geometry.ts';
import type { Match } from '../../api/match.ts';
import { capitalised } from './words.ts';

/** From this share on a picture counts as all there: outlines are drawn around points, and no point lies on the edge. */
const ALL_PERCENT = 95;
/** A turn that a person would not see. */
const SEEN_DEGREES = 2;

/** How a picture lies that is a copy of one part of the artist's own or of all of it. */
const LIES: Partial<Record<Match['view'], string>> = {
  mirrored: 'mirrored',
  flipped: 'upside down and mirrored',
  'rotated-90': 'turned',
  'rotated-180': 'upside down',
  'rotated-270': 'turned',
  transposed: 'mirrored and turned',
  transversed: 'mirrored and turned',
};

/** What a picture that was found is of the artist's own, as a person says it: `An edited copy: cut and mirrored`. */
export function relationWords({
  grade,
  geometry,
  sameSubject,
  view,
}: Pick<Match, 'grade' | 'geometry' | 'sameSubject' | 'view'>): string {
  switch (grade) {
    case 'identical':
      return 'The same picture';
    case 'copy':
      return ['The same picture', LIES[view]].filter((words) => words !== undefined).join(', ');
    case 'edited':
      return `An edited copy${geometry === null ? '' : `: ${editWords(geometry)}`}`;
    case 'part':
      return 'A part of it';
    case 'look-alike':
      return sameSubject ? capitalised(SAME_SUBJECT_WORDS) : 'Something similar';
  }
}

/** What was done to the artist's picture, as far as it shows in how the two lie on one another. */
function editWords(geometry: Geometry): string {
  const shares = sharesShown(geometry);
  const done = [
    isAll(shares.query) ? null : 'cut',
    isAll(shares.row) ? null : 'with more around it',
    geometry.mirrored ? 'mirrored' : null,
    Math.abs(geometry.rotationDegrees) >= SEEN_DEGREES ? 'turned' : null,
  ].filter((words) => words !== null);
  return done.length === 0 ? 'in other colours, or with something laid over it' : listed(done);
}

/** How much of either picture stands in the other, in a sentence. */
export function sharedWords(geometry: Geometry): string {
  const { query, row } = sharesShown(geometry);
  const ofYours = isAll(query) ? 'All' : `About ${rounded(query)} %`;
  const ofTheirs = isAll(row) ? 'it shows nothing else' : `takes up about ${rounded(row)} % of it`;
  return `${ofYours} of your picture is in it, and ${ofTheirs}.`;
}

function isAll(share: number | null): boolean {
  return share === null || share >= ALL_PERCENT;
}

/** Down, as beside the pictures: 99.6 % must not read as all of it. */
function rounded(share: number | null): number {
  return Math.floor(share ?? 100);
}
