import { signal } from '@preact/signals';
import type { RequestChange } from '../../api/case-input.ts';
import type { CaseView } from '../../api/case.ts';
import type { Channel } from '../../api/channel.ts';
import type { NoticeKindInfo } from '../../api/notice.ts';
import { saveFile } from '../parts/save-file.ts';
import { askNoticeKinds, type CaseApi, caseApi } from '../service/case-api.ts';
import { channelsOf } from './case-channels.ts';
import { type FormAnswer, formName } from './form-answer.ts';
import { goTo } from './go-to.ts';
import { forgetTyped } from './typed.ts';

/** The case, once it is read. */
export interface OpenCase {
  view: CaseView;
  kinds: readonly NoticeKindInfo[];
  /** Whom letters can go to. */
  channels: readonly Channel[];
  api: CaseApi;
}

type CaseState = { kind: 'opening' } | { kind: 'open'; of: OpenCase } | { kind: 'deleted' };

export const page = signal<CaseState>({ kind: 'opening' });
/** What went wrong last; `again` where asking the same again is not a matter of pressing the same button. */
export const trouble = signal<{ error: unknown; again: (() => void) | null } | null>(null);

/** Reads the case that the page's address names behind the #. */
export async function open(): Promise<void> {
  const token = decodeURIComponent(location.hash.slice(1));
  if (token === '') {
    const words =
      'This page opens a case by its secret link, and the link is not complete: it ends in # and a long word.';
    trouble.value = { error: words, again: null };
    return;
  }
  const api = caseApi(token);
  await attempt(
    async () => {
      const [view, kinds] = await Promise.all([api.read(), askNoticeKinds()]);
      page.value = { kind: 'open', of: { view, kinds, channels: await channelsOf(view), api } };
    },
    () => void open(),
  );
}

/** Saves a new request. */
export function draft(answer: FormAnswer): Promise<void> {
  return attempt(async () => {
    const view = await opened().api.draft(answer);
    forgetTyped(formName(null));
    show(view);
    goTo(`request-${view.requests.length}`);
  });
}

/** Changes a request, or takes it a step on. */
export function change(n: number, changed: RequestChange): Promise<void> {
  return attempt(async () => {
    const view = await opened().api.change(n, changed);
    // A step on, such as "sent", saves no words.
    if (changed.fields !== undefined) forgetTyped(formName({ n }));
    show(view);
    goTo(`request-${n}`);
  });
}

/** Saves a letter as a file. */
export function download(n: number, format: 'pdf' | 'text'): Promise<void> {
  return attempt(async () => {
    saveFile(await opened().api.file(n, format), `request-${n}.${format === 'pdf' ? 'pdf' : 'txt'}`);
  });
}

/** Has the links looked at again; answers whether they were. */
export async function recheck(): Promise<boolean> {
  let isDone = false;
  await attempt(async () => {
    show(await opened().api.recheck());
    isDone = true;
  });
  return isDone;
}

/** Deletes the case. */
export function remove(): Promise<void> {
  return attempt(async () => {
    await opened().api.remove();
    page.value = { kind: 'deleted' };
    // The link leads nowhere any more.
    history.replaceState(null, '', '/case');
  });
}

function show(view: CaseView): void {
  page.value = { kind: 'open', of: { ...opened(), view } };
}

function opened(): OpenCase {
  if (page.value.kind !== 'open') throw new Error('The case is not open any more.');
  return page.value.of;
}

async function attempt(work: () => Promise<void>, again: (() => void) | null = null): Promise<void> {
  trouble.value = null;
  try {
    await work();
  } catch (error) {
    trouble.value = { error, again };
  }
}
