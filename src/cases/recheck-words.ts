import { ONE_FOR_MANY } from '../core/placeholder.ts';
import { grouped } from '../core/words/counts.ts';
import type { LinkState, Recheck, RowStanding } from '../api/recheck.ts';
import type { LiveStatus } from '../api/current-picture.ts';

const PICTURE_WORDS: Record<LiveStatus, string> = {
  'same-file': 'The very same file is still there.',
  'same-picture': 'The same picture is still there, saved anew.',
  'another-picture': 'The link works, but the host shows another picture there now.',
  placeholder: `The link works, but the host shows ${ONE_FOR_MANY}.`,
  'another-file': 'Another file is there now; whether it shows the same picture cannot be told.',
  'not-recorded':
    'A picture is there. Nothing was recorded to compare it with; the next check compares with this one.',
};

const LINK_WORDS: Record<Exclude<LinkState, 'alive'>, string> = {
  reserved:
    'The link works, and its server now reserves the picture against AI training, so it was not opened',
  gone: 'The host says that nothing is there any more',
  'no-server': 'There is no server of that name any more',
  withheld: 'The host does not give the picture',
  'no-picture': 'What is there is no picture that can be read',
  unreachable: 'The host could not be reached, which says nothing yet; try again another day',
};

/** What a re-check found, for the artist to read. */
export function recheckWords({
  link,
  reason,
  picture,
  movedTo,
  optOut,
  row,
}: Omit<Recheck, 'sentence'>): string {
  const said =
    link === 'alive'
      ? PICTURE_WORDS[picture ?? 'not-recorded']
      : `${LINK_WORDS[link]} (${optOut?.signal ?? httpWords(reason)}).`;
  const where = movedTo === null ? '' : ` It was moved: the address leads to ${movedTo} now.`;
  return said + where + (row === null ? '' : ` ${rowWords(row)}`);
}

function httpWords(reason: string | null): string {
  const status = /^http-(\d{3})$/.exec(reason ?? '')?.[1];
  return status === undefined ? (reason ?? 'unknown') : `status ${status}`;
}

/** A row that is suppressed has the words of one that is not there: who asked for that need not be told on. */
function rowWords({ release, standing, rowsListed, rowsPublished }: RowStanding): string {
  if (standing === 'listed') return `The row is in release ${release}, the newest known here.`;
  const isWhole = rowsPublished !== null && rowsListed >= rowsPublished;
  const rows = grouped(rowsListed);
  return isWhole
    ? `The row is not in release ${release} any more, the newest known here, or it is kept out of answers.`
    : `The row is not among the ${rows} rows of release ${release} that are known here, which are not all of it, or it is kept out of answers.`;
}
