import type { CaseView } from '../api/case.ts';
import type { Channel } from '../api/channel.ts';
import type { NoticeKindInfo } from '../api/notice.ts';
import { askNoticeKinds, type CaseApi, caseApi } from './case-api.ts';
import { beginningOf, channelsOf } from './case-channels.ts';
import { nextButton } from './case-words.ts';
import { byId, fill } from './elements.ts';
import { evidenceButton } from './evidence-button.ts';
import { keepField } from './keep-field.ts';
import { failureWords, sayFailure } from './failure.ts';
import { formName, requestForm } from './request-form.ts';
import { showCaseMatch } from './show-case-match.ts';
import { type RequestDoings, showRequest } from './show-request.ts';
import { forgetTyped, isUnsaved } from './typed.ts';

void start();
// Another case's link pasted into this window is another page.
window.addEventListener('hashchange', () => {
  if (location.hash.length > 30) location.reload();
});

async function start(): Promise<void> {
  const token = decodeURIComponent(location.hash.slice(1));
  if (token === '') {
    trouble(
      'This page opens a case by its secret link, and the link is not complete: it ends in # and a long word.',
    );
    return;
  }
  const api = caseApi(token);
  await attempt(
    () => open(api),
    () => void start(),
  );
}

async function open(api: CaseApi): Promise<void> {
  const [view, kinds] = await Promise.all([api.read(), askNoticeKinds()]);
  const channels = await channelsOf(view);
  show(view, kinds, channels, api);
  byId('keep-link', HTMLElement).replaceChildren(
    keepField('Your secret link', new URL(`/case${location.hash}`, location.href).href),
  );
  offerCalendar(view);
  offerEvidence(view, api);
  offerDeletion(api);
  byId('recheck', HTMLButtonElement).addEventListener('click', () => void recheck(kinds, channels, api));
  byId('case', HTMLElement).hidden = false;
}

function show(
  view: CaseView,
  kinds: readonly NoticeKindInfo[],
  channels: readonly Channel[],
  api: CaseApi,
): void {
  const { title, next, requests, matches } = view;
  byId('case-title', HTMLElement).textContent = title === '' ? 'Your case' : title;
  byId('next-sentence', HTMLElement).textContent = next.sentence;
  const go = byId('next-go', HTMLAnchorElement);
  const button = nextButton(next);
  go.hidden = button === null;
  go.textContent = button?.words ?? '';
  // Not by an address: the token stands where the place on the page would.
  go.href = button?.href ?? '#';
  go.onclick = (event) => {
    event.preventDefault();
    if (button !== null) goTo(button.href.slice(1));
  };
  const doings = doingsOf(kinds, channels, api);
  fill(byId('request-list', HTMLElement), ...requests.map((request) => showRequest(request, kinds, doings)));
  fill(byId('match-list', HTMLElement), ...matches.map(showCaseMatch));
  const draft = byId('draft', HTMLDetailsElement);
  draft.open = next.step === 'draft' || isUnsaved(formName(null));
  const begin = beginningOf(view, kinds, channels);
  requestForm(byId('draft-form', HTMLFormElement), kinds, null, channels, begin, (answer) =>
    attempt(async () => {
      const after = await api.draft(answer);
      forgetTyped(formName(null));
      show(after, kinds, channels, api);
      goTo(`request-${after.requests.length}`);
    }),
  );
}

function doingsOf(
  kinds: readonly NoticeKindInfo[],
  channels: readonly Channel[],
  api: CaseApi,
): RequestDoings {
  return {
    change: (n, change) =>
      attempt(async () => {
        const after = await api.change(n, change);
        // A step on, such as "sent", saves no words.
        if (change.fields !== undefined) forgetTyped(formName({ n }));
        show(after, kinds, channels, api);
        goTo(`request-${n}`);
      }),
    notice: (n) => api.notice(n),
    download: (n, format) =>
      attempt(async () => {
        const address = URL.createObjectURL(await api.file(n, format));
        const link = document.createElement('a');
        link.href = address;
        link.download = `request-${n}.${format === 'pdf' ? 'pdf' : 'txt'}`;
        link.click();
        URL.revokeObjectURL(address);
      }),
  };
}

async function recheck(
  kinds: readonly NoticeKindInfo[],
  channels: readonly Channel[],
  api: CaseApi,
): Promise<void> {
  const button = byId('recheck', HTMLButtonElement);
  const said = byId('recheck-said', HTMLElement);
  button.disabled = true;
  said.textContent = 'Looking at the links …';
  await attempt(async () => {
    show(await api.recheck(), kinds, channels, api);
    said.textContent = 'Done: what was found stands with each link.';
  });
  button.disabled = false;
}

function offerCalendar({ calendar }: CaseView): void {
  if (calendar === null) return;
  byId('calendar', HTMLAnchorElement).href = calendar;
  const address = new URL(calendar, location.href).href;
  byId('keep-calendar', HTMLElement).replaceChildren(
    keepField(
      'Or subscribe to it in your calendar program; it shows your deadlines and opens nothing else',
      address,
    ),
  );
}

/** A case whose rows no check is known to have found has none; one whose check is forgotten says so when it is asked. */
function offerEvidence({ matches }: CaseView, api: CaseApi): void {
  byId('proof', HTMLElement).hidden = matches.every(({ checkId }) => checkId === null);
  const button = evidenceButton(
    (signal) => api.evidence(signal),
    ', and what happened in this case',
    new AbortController().signal,
  );
  byId('evidence', HTMLElement).replaceChildren(button);
}

function offerDeletion(api: CaseApi): void {
  const ask = (isAsked: boolean): void => {
    byId('delete', HTMLButtonElement).hidden = isAsked;
    byId('delete-sure', HTMLElement).hidden = !isAsked;
  };
  byId('delete', HTMLButtonElement).addEventListener('click', () => ask(true));
  byId('delete-no', HTMLButtonElement).addEventListener('click', () => ask(false));
  byId('delete-yes', HTMLButtonElement).addEventListener('click', () =>
    attempt(async () => {
      await api.remove();
      byId('case', HTMLElement).hidden = true;
      byId('case-title', HTMLElement).textContent = 'The case is deleted';
      // The link leads nowhere any more.
      history.replaceState(null, '', '/case');
    }),
  );
}

function goTo(id: string): void {
  const place = document.getElementById(id);
  if (place instanceof HTMLDetailsElement) place.open = true;
  place?.scrollIntoView({ block: 'start' });
  const focus = place instanceof HTMLDetailsElement ? place.querySelector('summary') : place;
  focus?.focus({ preventScroll: true });
}

/** @param again what is tried again where the service could not be reached; without it, what was pressed is pressed again */
async function attempt(work: () => Promise<void>, again?: () => void): Promise<void> {
  trouble('');
  try {
    await work();
  } catch (error) {
    trouble(failureWords(error));
    if (again) sayFailure(byId('trouble', HTMLElement), error, again);
  }
}

function trouble(words: string): void {
  const line = byId('trouble', HTMLElement);
  line.textContent = words;
  if (words !== '') line.scrollIntoView({ block: 'nearest' });
}
