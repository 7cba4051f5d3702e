import type { CaseRequest } from '../core/case.ts';
import type { MatchChannel } from '../core/channel.ts';
import type { NoticeFields, NoticeKindInfo, NoticeLanguage, NoticeQuestion } from '../core/notice.ts';
import { begunFor } from './case-channels.ts';
import { LANGUAGE_WORDS } from './case-words.ts';
import { element, facts, fill, linkedText } from './elements.ts';
import { dateWords, STATUS_WORDS } from './words.ts';

/** What the form says of a request. */
export interface FormAnswer {
  kind: string;
  language: NoticeLanguage;
  /** The id of the channel that it is started from; none where the artist names somebody else. */
  channel?: string;
  recipient: { name: string; email: string; link: string };
  fields: NoticeFields;
}

/**
 * Puts the questions of a request into `form`: of a new one, whose kind is chosen first, or of a draft. A statement is
 * never ticked but by the artist.
 * @param channels to choose the recipient of a new one from; what stands there of whoever is chosen can be changed
 */
export function requestForm(
  form: HTMLFormElement,
  kinds: readonly NoticeKindInfo[],
  draft: CaseRequest | null,
  channels: readonly MatchChannel[],
  save: (answer: FormAnswer) => Promise<void>,
): void {
  const idOf = (name: string): string => `${draft === null ? 'new' : `edit-${draft.n}`}-${name}`;
  const kind = element('select', { id: idOf('kind') }, ...kinds.map(kindOption));
  const language = element(
    'select',
    { id: idOf('language') },
    ...Object.entries(LANGUAGE_WORDS).map(([value, words]) =>
      element('option', { value, selected: value === draft?.language }, words),
    ),
  );
  const recipientName = input('text', idOf('to'), draft?.recipient?.name ?? '');
  const recipientEmail = input('email', idOf('to-email'), draft?.recipient?.email ?? '');
  const recipientLink = input('url', idOf('to-link'), draft?.recipient?.link ?? '', 4096);
  const through = element(
    'select',
    { id: idOf('channel') },
    element('option', { value: '' }, 'Somebody else'),
    ...channels.map(({ id, party, title }) => element('option', { value: id }, `${party}: ${title}`)),
  );
  const isChosen = draft === null && channels.length > 0;
  if (isChosen) {
    if (channels[0].id === begunFor()) through.value = channels[0].id;
    through.addEventListener('change', fillRecipient);
    fillRecipient();
  }

  function fillRecipient(): void {
    const channel = channels.find(({ id }) => id === through.value);
    recipientName.value = channel?.party ?? '';
    recipientEmail.value = channel?.email ?? '';
    recipientLink.value = channel?.url ?? '';
  }

  const about = element('div', {});
  const questions = element('div', { class: 'questions' });
  let controls = new Map<string, HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>();

  function showKind(): void {
    const chosen = kinds.find(({ id }) => id === (draft?.kind ?? kind.value)) ?? kinds[0];
    fill(about, aboutKind(chosen));
    controls = new Map();
    fill(
      questions,
      ...chosen.questions.map((question) => {
        const control = controlOf(question, idOf(question.name), draft?.fields[question.name]);
        controls.set(question.name, control);
        return labelled(question, control);
      }),
    );
  }
  kind.addEventListener('change', showKind);
  showKind();

  fill(
    form,
    element(
      'div',
      { class: 'questions' },
      draft === null ? plain('What do you want to write?', kind) : null,
      about,
      plain('Language of the letter', language),
      isChosen ? plain('Through which channel?', through) : null,
      plain('To whom (name)', recipientName),
      plain('Their e-mail, if you have it', recipientEmail),
      plain('Their form or page, if there is one', recipientLink),
      element('fieldset', {}, element('legend', {}, 'What the letter needs from you'), questions),
      element('button', { type: 'submit', class: 'button primary' }, 'Save the draft'),
    ),
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    void save({
      kind: draft?.kind ?? kind.value,
      language: language.value as NoticeLanguage,
      ...(isChosen && through.value !== '' ? { channel: through.value } : {}),
      recipient: { name: recipientName.value, email: recipientEmail.value, link: recipientLink.value },
      fields: Object.fromEntries([...controls].map(([name, control]) => [name, valueOf(control)])),
    });
  };
}

function aboutKind({ law, whoMayUse, canAchieve, source, checkedOn, status }: NoticeKindInfo): HTMLElement {
  return facts('case-facts', [
    ['Rests on', law],
    ['Who may use it', whoMayUse],
    ['What it can do, and cannot', canAchieve],
    ['Source', linkedText(source)],
    ['Checked', `${dateWords(checkedOn)}; ${STATUS_WORDS[status]}`],
  ]);
}

function kindOption({ id, title, law }: NoticeKindInfo): HTMLElement {
  return element('option', { value: id }, `${title} (${law})`);
}

function controlOf(
  { type, options }: NoticeQuestion,
  id: string,
  said: string | boolean | undefined,
): HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  const text = typeof said === 'string' ? said : '';
  switch (type) {
    case 'statement':
      return element('input', { type: 'checkbox', id, checked: said === true });
    case 'text': {
      const area = element('textarea', { id, maxlength: 4000 });
      area.value = text;
      return area;
    }
    case 'choice':
      return element(
        'select',
        { id },
        element('option', { value: '' }, 'Choose …'),
        ...options.map(({ value, words }) => element('option', { value, selected: value === text }, words)),
      );
    default:
      return input(type === 'line' ? 'text' : type, id, text);
  }
}

function labelled({ type, ask, required }: NoticeQuestion, control: HTMLElement): HTMLElement {
  if (type === 'statement') {
    return element(
      'div',
      { class: 'question statement' },
      control,
      element('label', { for: control.id }, ask),
    );
  }
  return plain(required === false ? `${ask} (if you like)` : ask, control);
}

function plain(words: string, control: HTMLElement): HTMLElement {
  return element('div', { class: 'question' }, element('label', { for: control.id }, words), control);
}

function input(type: string, id: string, value: string, maxlength = 300): HTMLInputElement {
  return element('input', { type, id, value, maxlength });
}

function valueOf(control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement): string | boolean {
  return control instanceof HTMLInputElement && control.type === 'checkbox' ? control.checked : control.value;
}
