import { counted } from '../core/words/counts.ts';
import { trustWords } from '../core/words/sources.ts';
import type { CrawlerReading, OptOutAudit, OptOutFile, ReservationState } from '../api/opt-out.ts';
import { element, linkedText, outwardLink } from './elements.ts';
import { saveFile } from './save-file.ts';
import { dateWords, timeWords } from './words.ts';

const STATE_WORDS: Record<ReservationState, string> = {
  reserves: 'says no',
  allows: 'says yes',
  silent: 'says nothing',
  unknown: 'not known',
  'not-looked-for': 'not here',
};

/** Everything an audit found: what says no, which crawlers may come, what was fetched. */
export function showAudit({ url, auditedAt, mechanisms, crawlers, fetched }: OptOutAudit): HTMLElement {
  // What nobody answered for says neither yes nor no; the summary above has said so.
  if (fetched.every(({ httpStatus }) => httpStatus === null)) {
    return element('div', { class: 'audit' }, fetchedList(fetched));
  }
  const barred = crawlers.filter(({ mayFetch }) => mayFetch === false);
  const free = crawlers.filter(({ mayFetch }) => mayFetch === true);
  const unknown = crawlers.filter(({ mayFetch }) => mayFetch === null);
  return element(
    'div',
    { class: 'audit' },
    element('p', {}, outwardLink(url, {}, url)),
    element(
      'ul',
      { class: 'audit-ways' },
      ...mechanisms.map(({ title, state, sentence }) =>
        element(
          'li',
          { 'data-state': state },
          element(
            'p',
            {},
            element('strong', {}, title),
            element('span', { class: 'audit-state' }, STATE_WORDS[state]),
          ),
          element('p', { class: 'quiet' }, sentence),
        ),
      ),
    ),
    crawlerList(`${counted(free.length, 'crawler')} may come`, free),
    crawlerList(`${counted(unknown.length, 'crawler')} of which it is not known`, unknown),
    crawlerList(`${counted(barred.length, 'crawler')} kept out`, barred),
    fetchedList(fetched),
    element('p', { class: 'quiet' }, `Read ${timeWords(auditedAt)}. Information, not legal advice.`),
  );
}

function fetchedList(fetched: OptOutAudit['fetched']): HTMLElement {
  return element(
    'details',
    {},
    element('summary', {}, 'What was fetched'),
    element(
      'ul',
      { class: 'audit-list' },
      ...fetched.map(({ url: asked, httpStatus, failure, fetchedAt }) =>
        element(
          'li',
          {},
          `${asked}: ${httpStatus ?? 'no answer'}${failure === null ? '' : `. ${failure}`}`,
          element('span', { class: 'quiet' }, ` ${timeWords(fetchedAt)}`),
        ),
      ),
    ),
  );
}

function crawlerList(title: string, crawlers: readonly CrawlerReading[]): HTMLElement | null {
  if (crawlers.length === 0) return null;
  return element(
    'details',
    {},
    element('summary', {}, title),
    element(
      'ul',
      { class: 'audit-list' },
      ...crawlers.map(({ sentence, owner, source, checkedOn, status }) =>
        element(
          'li',
          {},
          sentence,
          element(
            'p',
            { class: 'quiet' },
            `${owner}. Source: `,
            linkedText(source),
            `, ${dateWords(checkedOn)}, ${trustWords(status)}.`,
          ),
        ),
      ),
    ),
  );
}

/** A file to publish: where it goes, its text, and a button that saves it. */
export function showOptOutFile({ name, where, text }: OptOutFile): HTMLElement {
  const save = element('button', { type: 'button', class: 'button' }, `Save ${name}`);
  const fileName = name.split('/').at(-1) ?? name;
  save.addEventListener('click', () => saveFile(new Blob([text], { type: 'text/plain' }), fileName));
  return element(
    'details',
    { class: 'opt-out-file' },
    element('summary', {}, name),
    element('p', { class: 'quiet' }, where),
    element('pre', { tabindex: 0, 'aria-label': name }, text),
    save,
  );
}
