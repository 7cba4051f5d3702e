import type { RowLive } from '../../api/live.ts';
import { ONE_FOR_MANY } from '../../core/placeholder.ts';
import type { GradedCandidate } from '../candidate.ts';
import type { RecentCheck } from '../recent-checks.ts';
import { withLive } from '../verify/current-picture.ts';
import { otherPicture } from './no-picture.ts';
import type { Look } from './look.ts';
import { placeholdersAmong } from './placeholders-among.ts';

const COMPARING: RowLive = {
  state: 'comparing',
  why: null,
  lookedAt: null,
  deadSince: null,
  archive: null,
  proof: null,
  picture: null,
};

/** Notes that the rows of `check.live` are being looked at. */
export function noteBeginning(check: RecentCheck): void {
  for (const n of check.live.rows) check.graded[n] = { ...check.graded[n], live: COMPARING };
}

const PLACEHOLDER = `The host shows ${ONE_FOR_MANY}: that says nothing of the one that the dataset has.`;
const OTHER =
  'The address shows another picture now than the one that the dataset has: that says nothing of that one.';

/**
 * Notes what a row's address showed, and puts every row that was looked at anew by all that is known by now: a picture that
 * shows for other rows too may turn out to be a placeholder, and then what it confirmed is taken back.
 * @returns the places of the rows that changed
 */
export function noteLook(check: RecentCheck, n: number, look: Look): number[] {
  check.looks.set(n, strongerOf(check.looks.get(n), look));
  const placeholders = placeholdersAmong(check.looks, check.asFound);
  const changed: number[] = [];
  for (const [place, one] of check.looks) {
    const isPlaceholder = placeholders.has(place) || isKnownPlaceholder(one);
    const now = standing(check, place, one, isPlaceholder);
    const before = check.graded[place];
    check.graded[place] = now;
    if (place === n || before.grade !== now.grade || before.live?.state !== now.live?.state)
      changed.push(place);
  }
  return changed;
}

function isKnownPlaceholder(look: Look): boolean {
  return 'picture' in look && look.picture.status === 'placeholder';
}

/** A row that a look confirmed stays so, though another look finds something else there. */
function strongerOf(before: Look | undefined, now: Look): Look {
  const confirms = (look: Look | undefined): boolean =>
    look !== undefined && 'picture' in look && look.picture.grade !== null;
  return before !== undefined && confirms(before) && !confirms(now) ? before : now;
}

function standing(check: RecentCheck, n: number, look: Look, isPlaceholder: boolean): GradedCandidate {
  const found = check.asFound[n];
  if ('failure' in look) return { ...found, live: { ...look.failure, picture: null } };
  const picture = isPlaceholder ? { ...look.picture, status: 'placeholder' as const } : look.picture;
  const isOwn = picture.status !== 'placeholder' && picture.status !== 'another-picture';
  const live: RowLive = {
    state: isPlaceholder ? 'placeholder' : 'compared',
    lookedAt: picture.fetchedAt,
    deadSince: null,
    picture,
    ...(isOwn
      ? { why: null, archive: null, proof: null }
      : otherPicture(found.row.url, isPlaceholder ? PLACEHOLDER : OTHER)),
  };
  return { ...withLive(found, picture, check.query), live, seen: isOwn ? look.facts : null };
}
