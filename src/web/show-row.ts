import type { LookupRow } from '../api/lookup.ts';
import { type Child, element, facts, outwardLink } from './elements.ts';
import { linkWords, sizeWords } from './words.ts';

/** A row that was looked up, in words alone: its picture is not loaded. */
export function showRow(row: LookupRow): HTMLElement {
  const { dataset, release, rowId, file, url, link, caption, author, pageUrl, width, height } = row;
  const isWebPage = pageUrl !== null && /^https?:\/\//i.test(pageUrl);
  return element(
    'li',
    { class: 'look-up-row', tabindex: -1 },
    element('strong', {}, `${dataset}, version ${release}`),
    said(caption),
    facts('match-facts', [
      ['Author', author],
      ['Row', file === null ? rowId : `${rowId} of ${file}`],
      ['Size', sizeWords(width, height)],
      ['Address', outwardLink(url, {}, url)],
      ['Link', link && linkWords(link)],
      ['Page', isWebPage ? outwardLink(pageUrl, {}, pageUrl) : pageUrl],
    ]),
  );
}

function said(caption: string | null): Child {
  return caption === null || caption.trim() === '' ? null : element('blockquote', {}, caption);
}
