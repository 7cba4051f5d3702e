import type { Channel, MatchChannel } from '../../api/channel.ts';
import { isFound, isGround } from '../../core/evidence.ts';
import type { IndexedRow } from '../../core/dataset.ts';
import type { Orientation } from '../../core/picture.ts';
import type { GradedCandidate } from '../candidate.ts';
import type { Geometry } from '../../api/geometry.ts';
import type { Match } from '../../api/match.ts';
import { placedAs } from '../placed.ts';
import { modelsTrainedOn } from '../../advice/facts/datasets.ts';
import { groupByPicture } from './group.ts';

type ChannelsFor = (row: IndexedRow) => MatchChannel[];

/**
 * The candidates as a client sees them, in the same order, each in its group and with its channels.
 * @param places of the candidates among the rows of their check; those in the list unless given
 */
export function toMatches(
  graded: readonly GradedCandidate[],
  channelsFor: ChannelsFor,
  places: readonly number[] = [...graded.keys()],
): Match[] {
  const groups = groupByPicture(graded.map(({ row, seen }) => ({ ...row, ...seen })));
  return graded.map((candidate, i) => toMatch(candidate, { group: groups[i], n: places[i] }, channelsFor));
}

/**
 * The rows of an answer by what they are, each in the given order: all that were found, all that hold a part, and of those
 * that only look similar `limit` at most. They are grouped together, so that a group's name means one picture in each list.
 * @param graded strongest first @param places as in `toMatches`
 */
export function listRows(
  graded: readonly GradedCandidate[],
  limit: number,
  channelsFor: ChannelsFor,
  places?: readonly number[],
): { matches: Match[]; parts: Match[]; lookAlikes: Match[] } {
  const grounds = graded.filter(({ grade }) => isGround(grade)).length;
  const shown = toMatches(graded.slice(0, grounds + limit), channelsFor, places);
  return {
    matches: shown.filter(({ grade }) => isFound(grade)),
    parts: shown.filter(({ grade }) => grade === 'part'),
    lookAlikes: shown.filter(({ grade }) => grade === 'look-alike'),
  };
}

/**
 * One candidate as a client sees it. What only looks similar is no ground for a request: it has no channels.
 * @param at which picture it shows, among the rows of its answer, and which of them it is
 */
export function toMatch(
  candidate: GradedCandidate,
  { group, n }: Pick<Match, 'group' | 'n'>,
  channelsFor: ChannelsFor,
): Match {
  const { row, grade, pdqDistance, similarity, geometry, relation, compared } = candidate;
  const channels = isGround(grade) ? channelsFor(row) : [];
  return {
    grade,
    dataset: row.dataset,
    release: row.release,
    rowId: row.rowId,
    url: row.url,
    caption: row.caption,
    width: row.width,
    height: row.height,
    pdqDistance,
    similarity,
    similarityView: candidate.similarityView,
    similarityAsItLies: candidate.asItLies,
    view: viewOf(candidate),
    geometry: placedAs(grade, geometry),
    sameSubject: grade === 'look-alike' && relation === 'same-subject',
    compared,
    live: candidate.live ?? null,
    n,
    group,
    unsafe: row.unsafe,
    models: modelsTrainedOn(row.dataset),
    channelIds: channels.map(({ id }) => id),
    channelDetails: Object.fromEntries(channels.map(({ id, why, fields }) => [id, { why, fields }])),
    channels,
  };
}

/** The channels of all these matches by their ids, each once: without what is so for one match alone. */
export function channelsById(matches: readonly Match[]): Record<string, Channel> {
  const channels = matches.flatMap((match) => match.channels);
  return Object.fromEntries(
    channels.map(({ why: _why, fields: _fields, ...channel }) => [channel.id, channel]),
  );
}

/** The view that the grade rests on: the hash's orientation for a copy, how it lies for what was placed, the embedding's view for a look-alike. */
function viewOf({ grade, pdqOrientation, similarityView, geometry }: GradedCandidate): Match['view'] {
  if (grade === 'identical') return 'as-is';
  if (grade === 'copy') return pdqOrientation ?? 'as-is';
  if (grade !== 'look-alike' && geometry !== null) return orientationOf(geometry);
  return similarityView ?? 'as-is';
}

const TURNED = ['as-is', 'rotated-90', 'rotated-180', 'rotated-270'] as const;
const MIRRORED_AND_TURNED = ['mirrored', 'transversed', 'flipped', 'transposed'] as const;

/** The nearest of the eight orientations. */
function orientationOf({ mirrored, rotationDegrees }: Geometry): Orientation {
  const quarter = ((Math.round(rotationDegrees / 90) % 4) + 4) % 4;
  return (mirrored ? MIRRORED_AND_TURNED : TURNED)[quarter];
}
