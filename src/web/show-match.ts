import type { Match } from '../core/evidence.ts';
import { caseButton } from './case-button.ts';
import { type CloserLook, compareButton, worthComparing } from './compare-button.ts';
import { type Child, element, facts, fill, outwardLink } from './elements.ts';
import {
  comparedWords,
  geometryWords,
  GRADE_WORDS,
  pdqWords,
  similarityWords,
  VIEW_WORDS,
} from './evidence-words.ts';
import { livePicture } from './live-picture.ts';
import { showChannel } from './show-channel.ts';
import { counted, sizeWords } from './words.ts';

/** One row that matched: its evidence in words, where it stands, its picture on request, and its doors. */
export function showMatch(match: Match, look: CloserLook, { unfolded }: { unfolded: boolean }): HTMLElement {
  const picture = livePicture(match, look.own);
  const evidence = element('div', { class: 'evidence' }, ...evidenceOf(match));
  const compare = worthComparing(match)
    ? compareButton(match, look.compare, (verification) => {
        fill(evidence, ...evidenceOf(verification.match));
        // What the live picture shows is drawn even where it is no longer the row's.
        picture.draw(verification.live.geometry ?? verification.match.geometry);
      })
    : null;
  return element(
    'article',
    { class: 'match', 'aria-label': `Row ${match.rowId} of ${match.dataset}` },
    picture.frame,
    element(
      'div',
      { class: 'match-words' },
      evidence,
      compare,
      // What only looks similar is no ground for a request.
      match.grade === 'look-alike' ? null : caseButton(match),
    ),
    doors(match, unfolded),
  );
}

function evidenceOf(match: Match): Child[] {
  return [gradeLine(match), captionLine(match), evidenceFacts(match)];
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

function evidenceFacts(match: Match): HTMLElement {
  const { pdqDistance, geometry, similarity, view, width, height, dataset, release, rowId, url } = match;
  return facts('match-facts', [
    ['Rests on', comparedWords(match)],
    ['Keypoints', geometry === null ? null : geometryWords(geometry)],
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
  const unfold = (): void =>
    fill(list, ...channels.map((channel, i) => showChannel(channel, match, i === 0)));
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
