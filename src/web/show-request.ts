import type { CaseRequest, RequestState } from '../api/case-request.ts';
import type { RequestChange } from '../api/case-input.ts';
import type { Notice, NoticeKindInfo } from '../api/notice.ts';
import { dueWords, MOVE_WORDS, redressWords, STATE_WORDS } from './case-words.ts';
import { type Child, element, facts, fill, outwardLink, spoken } from './elements.ts';
import { sayFailure } from './failure.ts';
import { formName, requestForm } from './request-form.ts';
import { isUnsaved } from './typed.ts';
import { dateWords } from './words.ts';

/** What can be done with a request; all but the letter show their own failures. */
export interface RequestDoings {
  change: (n: number, change: RequestChange) => Promise<void>;
  /** @throws Error with words for the artist: the letter's own place tells them */
  notice: (n: number) => Promise<Notice>;
  download: (n: number, format: 'pdf' | 'text') => Promise<void>;
}

/** One request: where it stands, what it lacks, its letter, and the steps it can take. */
export function showRequest(
  request: CaseRequest,
  kinds: readonly NoticeKindInfo[],
  doings: RequestDoings,
): HTMLElement {
  const { n, title, recipient, state, missing, warnings } = request;
  const to = recipient?.name ?? recipient?.email ?? null;
  return element(
    'article',
    { class: 'request', id: `request-${n}`, tabindex: -1, 'aria-label': `Request ${n}` },
    element(
      'h3',
      {},
      `${n}. ${title}${to === null ? '' : `, to ${to}`} `,
      element('span', { class: 'state', 'data-state': state }, STATE_WORDS[state]),
    ),
    times(request),
    state === 'drafted' && missing.length > 0 ? missingList(request) : null,
    ...warnings.map((words) => element('p', { class: 'missing' }, words)),
    letter(request, doings),
    steps(request, doings),
    state === 'drafted' ? edit(request, kinds, doings) : null,
  );
}

function times({ dates, due, dueLaw, extendedOn, redress }: CaseRequest): HTMLElement {
  const days = (Object.keys(STATE_WORDS) as RequestState[]).map((state): [string, Child] => {
    const day = dates[state];
    return [STATE_WORDS[state], day === undefined ? null : dateWords(day)];
  });
  return facts('case-facts', [
    ...days.filter(([, day]) => day !== null),
    ['More time asked for', extendedOn === null ? null : dateWords(extendedOn)],
    ['Answer due', due === null ? null : dueWords(due, dueLaw)],
    ['Open to you', redress === null ? null : redressWords(redress)],
  ]);
}

function missingList({ missing }: CaseRequest): HTMLElement {
  return element(
    'div',
    { class: 'missing' },
    element('p', {}, 'Still a draft. Missing:'),
    element('ul', {}, ...missing.map(({ ask }) => element('li', {}, ask))),
  );
}

function letter(request: CaseRequest, { notice, download }: RequestDoings): HTMLElement {
  const { n, missing } = request;
  const body = element('div', {});
  const pdf = element('button', { type: 'button', class: 'button' }, 'PDF', spoken(` of request ${n}`));
  const text = element('button', { type: 'button', class: 'button' }, 'Text', spoken(` of request ${n}`));
  pdf.addEventListener('click', () => void download(n, 'pdf'));
  text.addEventListener('click', () => void download(n, 'text'));
  const details = element(
    'details',
    {},
    element('summary', {}, missing.length === 0 ? 'Read the letter, copy or mail it' : 'Read the draft'),
    body,
  );
  let state: 'closed' | 'loading' | 'loaded' = 'closed';
  async function load(): Promise<void> {
    if (!details.open || state !== 'closed') return;
    state = 'loading';
    try {
      fill(body, ...letterParts(await notice(n), request));
      state = 'loaded';
    } catch (error) {
      state = 'closed';
      const said = element('p', { role: 'alert', class: 'trouble' });
      sayFailure(said, error, () => void load());
      fill(body, said);
    }
  }
  // One that failed to load is loaded when it is opened again.
  details.addEventListener('toggle', () => void load());
  return element('div', {}, element('div', { class: 'row-of-buttons' }, pdf, text), details);
}

function letterParts(
  { subject, text, mailto, textInMailto }: Notice,
  { n, recipient }: CaseRequest,
): Child[] {
  const link = recipient?.link ?? null;
  const copy = element(
    'button',
    { type: 'button', class: 'button' },
    'Copy the text',
    spoken(` of request ${n}`),
  );
  const said = element('span', { role: 'status', class: 'quiet' });
  const shown = element(
    'pre',
    { class: 'letter', tabindex: 0, 'aria-label': `Letter of request ${n}` },
    text,
  );
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = 'Copied.';
    } catch {
      getSelection()?.selectAllChildren(shown);
      said.textContent = 'Selected; copy it with the keyboard.';
    }
  });
  return [
    element('p', {}, element('strong', {}, subject)),
    shown,
    element(
      'div',
      { class: 'row-of-buttons' },
      copy,
      element('a', { class: 'button', href: mailto }, 'Open an e-mail', spoken(` for request ${n}`)),
      link === null
        ? null
        : outwardLink(link, { class: 'button' }, 'Open their form', spoken(` for request ${n}`)),
      said,
    ),
    textInMailto
      ? null
      : element(
          'p',
          { class: 'quiet' },
          'The letter is too long for a link: copy the text, then paste it into the e-mail.',
        ),
  ];
}

function steps({ n, nextStates, due, dueLaw, extendedOn }: CaseRequest, { change }: RequestDoings): Child {
  if (nextStates.length === 0) return null;
  const today = new Date().toISOString().slice(0, 10);
  const on = element('input', { type: 'date', id: `on-${n}`, value: today, max: today });
  const buttons = nextStates.map((state) => {
    const button = element(
      'button',
      { type: 'button', class: 'button' },
      MOVE_WORDS[state],
      spoken(`: request ${n}`),
    );
    button.addEventListener('click', () => void change(n, { state, on: on.value }));
    return button;
  });
  if (due !== null && dueLaw !== null && extendedOn === null) {
    const more = element(
      'button',
      { type: 'button', class: 'button' },
      'They need more time',
      spoken(`: request ${n}`),
    );
    more.addEventListener('click', () => void change(n, { extended: true, on: on.value }));
    buttons.push(more);
  }
  return element(
    'div',
    { class: 'row-of-buttons' },
    element('div', { class: 'question' }, element('label', { for: on.id }, 'On'), on),
    ...buttons,
  );
}

function edit(
  request: CaseRequest,
  kinds: readonly NoticeKindInfo[],
  { change }: RequestDoings,
): HTMLElement {
  const form = element('form', {});
  const begin = { kind: request.kind, channel: '' };
  requestForm(form, kinds, request, [], begin, async ({ language, recipient, fields }) =>
    change(request.n, { language, recipient, fields }),
  );
  return element(
    'details',
    { class: 'edit', open: request.missing.length > 0 || isUnsaved(formName(request)) },
    element('summary', {}, 'Change the draft', spoken(` of request ${request.n}`)),
    form,
  );
}
