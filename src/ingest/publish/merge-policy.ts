import type { ActiveSegment } from '../../db/segments.ts';

/**
 * Segments of about one size that are merged once there are so many; fewer of each size stand side by side. Fewer would
 * write a row anew more often, more would leave more graphs to search.
 */
export const FAN_IN = 4;

/** A segment is full from this share of the most rows on, and is merged no more. */
const FULL = 0.5;

/** Share of a segment's rows that is deleted before it is written anew. */
const MAX_DELETED = 0.2;

/**
 * The segments to be merged into one each, of an index as it stands. Sizes are tiers, each four times as large as the one
 * before: once four of one tier stand there, they are merged, and with them all that are smaller. So a row is written
 * anew once a tier at most, at most three segments of each tier are left, and their number grows with the logarithm of
 * the rows until segments are full. Those of which a fifth of the rows is gone are written again without.
 * @param segments in the order of their publication, in which their rows stand in what they are merged into
 * @param mostRows of one segment
 */
export function mergeGroups(segments: readonly ActiveSegment[], mostRows: number): ActiveSegment[][] {
  const groups = tierGroups(
    segments.filter((segment) => liveRows(segment) <= FULL * mostRows),
    mostRows,
  );
  const merged = new Set(groups.flat());
  const worn = segments.filter((segment) => isWorn(segment) && !merged.has(segment));
  return [...groups, ...worn.map((segment) => [segment])];
}

/** Rows that a segment holds and its index too. */
export function liveRows({ rows, deleted }: ActiveSegment): number {
  return rows - deleted;
}

/** @param open none of them is full, so that what does not fit beside others makes these full */
function tierGroups(open: readonly ActiveSegment[], mostRows: number): ActiveSegment[][] {
  const top = highestTier(open);
  if (top === null) return [];
  const { full, rest } = packed(
    open.filter((segment) => tierOf(liveRows(segment)) <= top),
    mostRows,
  );
  return full.length === 0 ? [rest] : [...full, ...tierGroups(rest, mostRows)];
}

/** The highest tier whose segments are to be merged with all smaller ones; null where no tier has enough. */
function highestTier(open: readonly ActiveSegment[]): number | null {
  const tiers = open.map((segment) => tierOf(liveRows(segment)));
  const inTier = (tier: number): number => tiers.filter((each) => each === tier).length;
  let top = tiers.reduce((most, tier) => (tier > most && inTier(tier) >= FAN_IN ? tier : most), -1);
  if (top < 0) return null;
  for (;;) {
    // What comes of them may be the fourth of its own tier, and would be merged again at once.
    const reached = tierOf(rowsOf(open.filter((_, i) => tiers[i] <= top)));
    if (reached === top || inTier(reached) + 1 < FAN_IN) return top;
    top = reached;
  }
}

/** Segments in their order, as many together as fit; those of `full` fill more than half of one. */
function packed(
  segments: readonly ActiveSegment[],
  mostRows: number,
): { full: ActiveSegment[][]; rest: ActiveSegment[] } {
  const full: ActiveSegment[][] = [];
  let rest: ActiveSegment[] = [];
  for (const segment of segments) {
    if (rowsOf(rest) + liveRows(segment) > mostRows) {
      full.push(rest);
      rest = [];
    }
    rest.push(segment);
  }
  return { full, rest };
}

function tierOf(rows: number): number {
  let tier = 0;
  for (let least = FAN_IN; least <= rows; least *= FAN_IN) tier++;
  return tier;
}

function isWorn({ rows, deleted }: ActiveSegment): boolean {
  return deleted >= MAX_DELETED * rows;
}

/** All that a group holds, without what is deleted. */
export function rowsOf(group: readonly ActiveSegment[]): number {
  return group.reduce((sum, segment) => sum + liveRows(segment), 0);
}
