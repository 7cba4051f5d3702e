import { isGround } from '../core/evidence.ts';
import { GRADE_WORDS, SAME_SUBJECT_WORDS } from '../core/words/grades.ts';
import type { Match } from '../api/match.ts';
import { caseButton } from './case-button.ts';
import { type CloserLook, compareButton, worthComparing } from './compare-button.ts';
import { showChannels } from './channels.ts';
import { type Child, element, facts, fill, outwardLink } from './elements.ts';
import { comparedWords, geometryWords, pdqWords, similarityWords, VIEW_WORDS } from './evidence-words.ts';
import { livePicture } from './live-picture.ts';
import { rowLive, toneOf } from './row-live.ts';
import type { Routing } from './routing.ts';
import { sizeWords } from './words.ts';

/** One row that matched: its evidence in words, where it stands, its picture on request, and its channels. */
export function showMatch(
  match: Match,
  look: CloserLook,
  routing: Routing,
  options: { unfolded: boolean },
): HTMLElement {
  const known = look.views.get(match.n);
  if (known !== undefined) {
    known.update(match, look);
    return known.element;
  }
  let lookNow = look;
  const picture = livePicture(match, look.own);
  const evidence = element('div', { class: 'evidence' });
  const compared = element('div', { class: 'row-live' });
  const compare = element('div', {});
  function show(now: Match): void {
    fill(evidence, ...evidenceOf(now));
    fill(compared, ...rowLive(now));
    compared.dataset.tone = toneOf(now);
    if (!worthComparing(now)) fill(compare);
    else if (compare.childElementCount === 0) fill(compare, offerToCompare(now));
  }
  function offerToCompare(now: Match): HTMLElement {
    return compareButton(
      now,
      (asked) => lookNow.compare(asked),
      (verification) => {
        fill(evidence, ...evidenceOf(verification.match));
        fill(compared);
        // What the live picture shows is drawn even where it is no longer the row's.
        picture.draw(verification.live.geometry ?? verification.match.geometry);
        if (!isGround(now.grade)) ask(verification.match);
      },
    );
  }
  const letters = element('div', {});
  const ways = element('div', { class: 'ways' });
  // What only looks similar is no ground for a request, until comparing shows that it is more.
  function ask(asked: Match): void {
    if (!isGround(asked.grade)) return;
    fill(letters, caseButton(asked, look.checkId, routing));
    fill(ways, showChannels(asked, routing, look.checkId, options));
  }
  show(match);
  ask(match);
  const article = element(
    'article',
    { class: 'match', 'aria-label': `Entry ${match.rowId} of ${match.dataset}` },
    picture.frame,
    element('div', { class: 'match-words' }, evidence, compared, compare, letters),
    ways,
  );
  look.views.set(match.n, {
    element: article,
    update(now, lookOfList) {
      lookNow = lookOfList;
      show(now);
      picture.draw(now.live?.picture?.geometry ?? now.geometry);
      ask(now);
    },
  });
  return article;
}

function evidenceOf(match: Match): Child[] {
  return [gradeLine(match), captionLine(match), evidenceFacts(match)];
}

function gradeLine({ grade, sameSubject }: Match): HTMLElement {
  const { name, meaning } = GRADE_WORDS[grade];
  return element(
    'p',
    { class: 'grade', 'data-grade': grade },
    element('strong', {}, name),
    element('span', {}, sameSubject ? `${SAME_SUBJECT_WORDS}; not counted as found` : meaning),
  );
}

function captionLine({ caption }: Match): Child {
  return caption === null || caption.trim() === '' ? null : element('blockquote', {}, caption);
}

function evidenceFacts(match: Match): HTMLElement {
  const { grade, pdqDistance, geometry, view, width, height, dataset, release, rowId, url } = match;
  return facts('match-facts', [
    ['Rests on', comparedWords(match)],
    ['Points', geometry === null ? null : geometryWords(geometry)],
    // Of the whole pictures, of which the most differs where they share a part.
    ['Difference', pdqDistance === null || grade === 'part' ? null : pdqWords(pdqDistance)],
    ['Matched', VIEW_WORDS[view]],
    ['Similarity', similarityWords(match)],
    ['Entry', `${rowId} of ${dataset}, version ${release}`],
    ['Size', sizeWords(width, height)],
    ['Address', outwardLink(url, {}, url)],
  ]);
}
