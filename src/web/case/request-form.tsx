import type { CaseRequest } from '../../api/case-request.ts';
import type { Channel } from '../../api/channel.ts';
import type { NoticeKindInfo, NoticeLanguage } from '../../api/notice.ts';
import { trustWords } from '../../core/words/sources.ts';
import { Facts } from '../parts/facts.tsx';
import { LinkedText } from '../parts/outward-link.tsx';
import { dateWords } from '../words/words.ts';
import { LANGUAGE_WORDS } from './case-words.ts';
import { type FormAnswer, formName } from './form-answer.ts';
import { Labelled, Question, saidTo } from './question.tsx';
import { RecipientFields, saidBy, saidOf } from './recipient-fields.tsx';
import { type Typed, type, typedInto } from './typed.ts';

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

/**
 * The questions of a request: of a new one, whose kind and channel are chosen first, or of a draft. A statement is never
 * ticked but by the artist. What was typed and not saved stands there again.
 */
export function RequestForm({
  id,
  choices,
  draft,
  save,
}: {
  id?: string;
  choices: FormChoices;
  draft: CaseRequest | null;
  save: (answer: FormAnswer) => Promise<void>;
}) {
  const { kinds, channels, begin } = choices;
  const name = formName(draft);
  const typed = typedInto(name);
  const idOf = (part: string): string => `${name}-${part}`;
  const isChosen = draft === null && channels.length > 0;
  const kindId = draft?.kind ?? typed.kind ?? begin.kind;
  const kind = kinds.find((one) => one.id === kindId) ?? kinds[0];
  const through = typed.channel ?? begin.channel;
  const channel = channels.find((one) => one.id === through);
  const language = (typed.language ?? draft?.language ?? 'en') as NoticeLanguage;
  const recipient = {
    ...(draft === null ? saidBy(channel) : saidOf(draft.recipient)),
    ...typed.recipients[through],
  };
  const lookUpAt = draft === null ? directoryOf(channel) : (draft.recipient?.lookUpAt ?? null);
  const fields = { ...draft?.fields, ...typed.fields };

  function submit(event: Event): void {
    event.preventDefault();
    void save({
      kind: kind.id,
      language,
      ...(isChosen && through !== '' ? { channel: through } : {}),
      recipient,
      fields: Object.fromEntries(
        kind.questions.map((question) => [question.name, saidTo(question, fields[question.name])]),
      ),
    });
  }
  return (
    <form id={id} onSubmit={submit}>
      <div class="questions">
        <Choices
          idOf={idOf}
          choices={choices}
          chosen={{ kind, language, through, channel }}
          isNew={draft === null}
          onChoose={(chosen) => type(name, chosen)}
        />
        <RecipientFields
          idOf={idOf}
          said={recipient}
          lookUpAt={lookUpAt}
          onSay={(said) => type(name, { recipients: { ...typed.recipients, [through]: said } })}
        />
        <fieldset>
          <legend>What the letter needs from you</legend>
          <div class="questions">
            {kind.questions.map((question) => (
              <Question
                key={question.name}
                question={question}
                id={idOf(question.name)}
                said={fields[question.name]}
                onSay={(said) => type(name, { fields: { ...typed.fields, [question.name]: said } })}
              />
            ))}
          </div>
        </fieldset>
        <button type="submit" class="button primary">
          Save the draft
        </button>
      </div>
    </form>
  );
}

/** What is chosen before the questions come. @property isNew of a draft kind and channel are chosen already */
function Choices({
  idOf,
  choices: { kinds, channels },
  chosen: { kind, language, through, channel },
  isNew,
  onChoose,
}: {
  idOf: (part: string) => string;
  choices: FormChoices;
  chosen: { kind: NoticeKindInfo; language: string; through: string; channel: Channel | undefined };
  isNew: boolean;
  onChoose: (chosen: Partial<Typed>) => void;
}) {
  const isChosen = isNew && channels.length > 0;
  return (
    <>
      {isNew && (
        <Labelled words="What do you want to write?" id={idOf('kind')}>
          <select
            id={idOf('kind')}
            value={kind.id}
            onChange={({ currentTarget }) => onChoose(kindChosen(currentTarget.value))}
          >
            {kinds.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title} ({one.law})
              </option>
            ))}
          </select>
        </Labelled>
      )}
      <AboutKind kind={kind} />
      <Labelled words="Language of the letter" id={idOf('language')}>
        <select
          id={idOf('language')}
          value={language}
          onChange={({ currentTarget }) => onChoose({ language: currentTarget.value })}
        >
          {Object.entries(LANGUAGE_WORDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </Labelled>
      {isChosen && (
        <Labelled words="Through which channel?" id={idOf('channel')}>
          <select
            id={idOf('channel')}
            value={through}
            onChange={({ currentTarget }) => onChoose(channelChosen(currentTarget.value))}
          >
            {channels.map(({ id: value, party, title }) => (
              <option key={value} value={value}>
                {party}: {title}
              </option>
            ))}
            <option value="">Somebody else</option>
          </select>
        </Labelled>
      )}
    </>
  );

  /** A letter that the channel does not take goes through one that takes it. */
  function kindChosen(chosen: string): Partial<Typed> {
    if (!isChosen || channel === undefined || channel.letters.includes(chosen)) return { kind: chosen };
    return { kind: chosen, channel: channels.find(({ letters }) => letters.includes(chosen))?.id ?? '' };
  }

  /** A channel that does not take the letter is written the first that it takes. */
  function channelChosen(chosen: string): Partial<Typed> {
    const { letters = [] } = channels.find((one) => one.id === chosen) ?? {};
    return letters.length === 0 || letters.includes(kind.id)
      ? { channel: chosen }
      : { channel: chosen, kind: letters[0] };
  }
}

function directoryOf(channel: Channel | undefined): string | null {
  return channel?.role === 'directory' ? channel.url : null;
}

function AboutKind({ kind }: { kind: NoticeKindInfo }) {
  const { law, whoMayUse, canAchieve, source, checkedOn, status } = kind;
  return (
    <Facts
      class="case-facts"
      entries={[
        ['Rests on', law],
        ['Who may use it', whoMayUse],
        ['What it can do, and cannot', canAchieve],
        ['Source', <LinkedText text={source} />],
        ['Checked', `${dateWords(checkedOn)}; ${trustWords(status)}`],
      ]}
    />
  );
}
