import type { Match } from '../core/evidence.ts';
import { type Child, element, facts, fill, outwardLink } from './elements.ts';
import { showChannel } from './show-channel.ts';
import { thumbnail } from './thumbnail.ts';
import { counted, GRADE_WORDS, pdqWords, similarityWords, sizeWords, VIEW_WORDS } from './words.ts';

/** One row that matched: its evidence in words, where it stands, its picture on request, and its doors. */
export function showMatch(match: Match, { unfolded }: { unfolded: boolean }): HTMLElement {
  return element(
    'article',
    { class: 'match', 'aria-label': `Row ${match.rowId} of ${match.dataset}` },
    thumbnail(match),
    element('div', { class: 'match-words' }, gradeLine(match), captionLine(match), evidence(match)),
    doors(match, unfolded),
  );
}

function gradeLine({ grade }: Match): HTMLElement {
  const { name, meaning } = GRADE_WORDS[grade];
  return element(
    'p',
    { class: 'grade', 'data-grade': grade },
    element('strong', {}, name),
    element('span', {}, meaning),
  );
}

function captionLine({ caption }: Match): Child {
  return caption === null || caption.trim() === '' ? null : element('blockquote', {}, caption);
}

function evidence(match: Match): HTMLElement {
  const { pdqDistance, similarity, view, width, height, dataset, release, rowId, url } = match;
  return facts('match-facts', [
    ['Difference', pdqDistance === null ? null : pdqWords(pdqDistance)],
    ['Matched', VIEW_WORDS[view]],
    ['Similarity', similarity === null ? null : similarityWords(similarity)],
    ['Row', `${rowId} of ${dataset}, release ${release}`],
    ['Size', sizeWords(width, height)],
    ['Address', outwardLink(url, {}, url)],
  ]);
}

function doors(match: Match, unfolded: boolean): Child {
  const { channels, rowId } = match;
  if (channels.length === 0) return null;
  const list = element('ul', {});
  const unfold = (): void => fill(list, ...channels.map((channel) => showChannel(channel, match)));
  const summary = `${counted(channels.length, 'way')} to ask for removal of row ${rowId}`;
  const details = element(
    'details',
    { class: 'doors', open: unfolded },
    element('summary', {}, summary),
    list,
  );
  // A picture listed a hundred times has a thousand doors; they are drawn when somebody looks.
  if (unfolded) unfold();
  else details.addEventListener('toggle', unfold, { once: true });
  return details;
}
