import type { MatchChannel } from '../../core/channel.ts';
import type { IndexedRow } from '../../core/dataset.ts';
import type { GradedCandidate, Match } from '../../core/evidence.ts';
import { groupByPicture } from './group.ts';

/** The candidates as a client sees them, in the same order, each in its group and with its channels. */
export function toMatches(
  graded: readonly GradedCandidate[],
  channelsFor: (row: IndexedRow) => MatchChannel[],
): Match[] {
  const groups = groupByPicture(graded.map(({ row }) => row));
  return graded.map((candidate, i) => ({
    grade: candidate.grade,
    dataset: candidate.row.dataset,
    release: candidate.row.release,
    rowId: candidate.row.rowId,
    url: candidate.row.url,
    caption: candidate.row.caption,
    width: candidate.row.width,
    height: candidate.row.height,
    pdqDistance: candidate.pdqDistance,
    similarity: candidate.similarity,
    view: viewOf(candidate),
    geometry: candidate.geometry,
    compared: candidate.signature !== null,
    group: groups[i],
    unsafe: candidate.row.unsafe,
    channels: channelsFor(candidate.row),
  }));
}

/** The view that the grade rests on: the hash's orientation for a copy, the embedding's view for a look-alike. */
function viewOf({ grade, pdqOrientation, similarityView }: GradedCandidate): Match['view'] {
  if (grade === 'identical') return 'as-is';
  if (grade === 'copy') return pdqOrientation ?? 'as-is';
  return similarityView ?? 'as-is';
}
