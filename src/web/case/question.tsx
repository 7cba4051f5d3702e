import type { ComponentChildren } from 'preact';
import type { NoticeQuestion } from '../../api/notice.ts';
import { LineInput } from './line-input.tsx';

type Said = string | boolean | undefined;

/** What is answered to a question where nothing was said: a statement is made by nobody. */
export function saidTo({ type }: NoticeQuestion, said: Said): string | boolean {
  if (type === 'statement') return said === true;
  return typeof said === 'string' ? said : '';
}

/** A question with its control. */
export function Question({
  question,
  id,
  said,
  onSay,
}: {
  question: NoticeQuestion;
  id: string;
  said: Said;
  onSay: (said: string | boolean) => void;
}) {
  const { type, ask, required } = question;
  if (type === 'statement') {
    return (
      <div class="question statement">
        <input
          type="checkbox"
          id={id}
          checked={said === true}
          onChange={({ currentTarget }) => onSay(currentTarget.checked)}
        />
        <label for={id}>{ask}</label>
      </div>
    );
  }
  return (
    <Labelled words={required === false ? `${ask} (if you like)` : ask} id={id}>
      <Control question={question} id={id} text={typeof said === 'string' ? said : ''} onSay={onSay} />
    </Labelled>
  );
}

function Control({
  question: { type, options },
  id,
  text,
  onSay,
}: {
  question: NoticeQuestion;
  id: string;
  text: string;
  onSay: (said: string) => void;
}) {
  switch (type) {
    case 'text':
      return (
        <textarea
          id={id}
          maxLength={4000}
          value={text}
          onInput={({ currentTarget }) => onSay(currentTarget.value)}
        />
      );
    case 'choice':
      return (
        <select id={id} value={text} onChange={({ currentTarget }) => onSay(currentTarget.value)}>
          <option value="">Choose …</option>
          {options.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      );
    default:
      return (
        <LineInput
          type={type === 'email' || type === 'date' ? type : 'text'}
          id={id}
          value={text}
          onSay={onSay}
        />
      );
  }
}

/** A control with its label above. */
export function Labelled({
  words,
  id,
  children,
}: {
  words: string;
  id: string;
  children: ComponentChildren;
}) {
  return (
    <div class="question">
      <label for={id}>{words}</label>
      {children}
    </div>
  );
}
