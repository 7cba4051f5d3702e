import { trustWords } from '../core/words/sources.ts';
import type { CaseRequest } from '../api/case-request.ts';
import type { Channel } from '../api/channel.ts';
import type { NoticeFields, NoticeKindInfo, NoticeLanguage } from '../api/notice.ts';
import { LANGUAGE_WORDS } from './case-words.ts';
import { element, facts, fill, linkedText } from './elements.ts';
import { type Control, controlOf, labelled, questionField, valueOf } from './question-field.ts';
import { recipientForm, saidBy, saidOf } from './recipient-form.ts';
import { type Typed, typedInto } from './typed.ts';
import { dateWords } from './words.ts';

/** What the form says of a request. */
export interface FormAnswer {
  kind: string;
  language: NoticeLanguage;
  /** The id of the channel that it is started from; none where the artist names somebody else. */
  channel?: string;
  recipient: { name: string; email: string; address: string; link: string };
  fields: NoticeFields;
}

/** What a new request begins with. */
export interface Beginning {
  kind: string;
  /** The id of a channel; empty for somebody else. */
  channel: string;
}

/** What there is to choose from. */
interface FormChoices {
  kinds: readonly NoticeKindInfo[];
  /** For the recipient of a new request; what stands there of whoever is chosen can be changed. */
  channels: readonly Channel[];
  /** What is chosen at first, where nothing was chosen before. */
  begin: Beginning;
}

/** The name under which what is typed into a form is kept. */
export function formName(draft: Pick<CaseRequest, 'n'> | null): string {
  return draft === null ? 'new' : `edit-${draft.n}`;
}

/**
 * Puts the questions of a request into `form`: of a new one, whose kind and channel are chosen first, or of a draft. A
 * statement is never ticked but by the artist. What was typed and not saved stands there again.
 */
export function requestForm(
  form: HTMLFormElement,
  { kinds, channels, begin }: FormChoices,
  draft: CaseRequest | null,
  save: (answer: FormAnswer) => Promise<void>,
): void {
  const name = formName(draft);
  const typed = typedInto(name);
  const idOf = (part: string): string => `${name}-${part}`;
  const { kind, language, through } = selectsOf({ kinds, channels, begin }, draft, typed, idOf);
  const recipient = recipientForm(idOf);
  const about = element('div', {});
  const questions = questionList(typed.fields, draft?.fields ?? {}, idOf);
  const isChosen = draft === null && channels.length > 0;

  const chosenChannel = (): Channel | undefined => channels.find(({ id }) => id === through.value);

  function showKind(): void {
    const chosen = kinds.find(({ id }) => id === kind.value) ?? kinds[0];
    fill(about, aboutKind(chosen));
    questions.show(chosen.questions);
  }

  function showRecipient(): void {
    const channel = chosenChannel();
    const known = draft === null ? saidBy(channel) : saidOf(draft.recipient);
    const directory = channel?.role === 'directory' ? channel.url : null;
    recipient.show(
      typed.recipients.get(through.value) ?? known,
      draft === null ? directory : (draft.recipient?.lookUpAt ?? null),
    );
  }

  kind.addEventListener('change', () => {
    typed.kind = kind.value;
    // A letter that the channel does not take goes through one that takes it.
    if (isChosen && chosenChannel()?.letters.includes(kind.value) === false) {
      through.value = channels.find(({ letters }) => letters.includes(kind.value))?.id ?? '';
      typed.channel = through.value;
      showRecipient();
    }
    showKind();
  });
  through.addEventListener('change', () => {
    typed.channel = through.value;
    const { letters = [] } = chosenChannel() ?? {};
    if (letters.length > 0 && !letters.includes(kind.value)) {
      [kind.value] = letters;
      typed.kind = kind.value;
      showKind();
    }
    showRecipient();
  });
  language.addEventListener('change', () => void (typed.language = language.value));
  recipient.element.addEventListener('input', () => {
    typed.recipients.set(through.value, recipient.said());
  });
  showKind();
  showRecipient();

  const asked = [
    draft === null ? labelled('What do you want to write?', kind) : null,
    about,
    labelled('Language of the letter', language),
    isChosen ? labelled('Through which channel?', through) : null,
    recipient.element,
  ];
  fill(form, bodyOf(asked, questions.element));
  form.onsubmit = (event) => {
    event.preventDefault();
    void save({
      kind: kind.value,
      language: language.value as NoticeLanguage,
      ...(isChosen && through.value !== '' ? { channel: through.value } : {}),
      recipient: recipient.said(),
      fields: questions.said(),
    });
  };
}

function bodyOf(asked: readonly (HTMLElement | null)[], questions: HTMLElement): HTMLElement {
  return element(
    'div',
    { class: 'questions' },
    ...asked,
    element('fieldset', {}, element('legend', {}, 'What the letter needs from you'), questions),
    element('button', { type: 'submit', class: 'button primary' }, 'Save the draft'),
  );
}

/** What is chosen before the questions come; each says what was chosen last. */
function selectsOf(
  { kinds, channels, begin }: FormChoices,
  draft: CaseRequest | null,
  typed: Typed,
  idOf: (part: string) => string,
) {
  const kind = element('select', { id: idOf('kind') }, ...kinds.map(kindOption));
  const language = element(
    'select',
    { id: idOf('language') },
    ...Object.entries(LANGUAGE_WORDS).map(([value, words]) => element('option', { value }, words)),
  );
  const through = element(
    'select',
    { id: idOf('channel') },
    ...channels.map(({ id, party, title }) => element('option', { value: id }, `${party}: ${title}`)),
    element('option', { value: '' }, 'Somebody else'),
  );
  kind.value = draft?.kind ?? typed.kind ?? begin.kind;
  through.value = typed.channel ?? begin.channel;
  language.value = typed.language ?? draft?.language ?? 'en';
  return { kind, language, through };
}

/** The questions of a kind, and what is answered to them. @param typed kept up to date @param drafted what it begins with */
function questionList(
  typed: Typed['fields'],
  drafted: CaseRequest['fields'],
  idOf: (part: string) => string,
) {
  const list = element('div', { class: 'questions' });
  let controls = new Map<string, Control>();
  return {
    element: list,
    show(questions: NoticeKindInfo['questions']): void {
      controls = new Map();
      fill(
        list,
        ...questions.map((question) => {
          const control = controlOf(
            question,
            idOf(question.name),
            typed.get(question.name) ?? drafted[question.name],
          );
          const keep = (): void => void typed.set(question.name, valueOf(control));
          control.addEventListener('input', keep);
          control.addEventListener('change', keep);
          controls.set(question.name, control);
          return questionField(question, control);
        }),
      );
    },
    said: () => Object.fromEntries([...controls].map(([field, control]) => [field, valueOf(control)])),
  };
}

function aboutKind({ law, whoMayUse, canAchieve, source, checkedOn, status }: NoticeKindInfo): HTMLElement {
  return facts('case-facts', [
    ['Rests on', law],
    ['Who may use it', whoMayUse],
    ['What it can do, and cannot', canAchieve],
    ['Source', linkedText(source)],
    ['Checked', `${dateWords(checkedOn)}; ${trustWords(status)}`],
  ]);
}

function kindOption({ id, title, law }: NoticeKindInfo): HTMLElement {
  return element('option', { value: id }, `${title} (${law})`);
}
