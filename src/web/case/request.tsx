import { useEffect, useState } from 'preact/hooks';
import type { CaseRequest, RequestState } from '../../api/case-request.ts';
import type { NoticeKindInfo } from '../../api/notice.ts';
import { Facts } from '../parts/facts.tsx';
import { Spoken } from '../parts/spoken.tsx';
import type { CaseApi } from '../service/case-api.ts';
import { dateWords } from '../words/words.ts';
import { dueWords, MOVE_WORDS, redressWords, STATE_WORDS } from './case-words.ts';
import { formName } from './form-answer.ts';
import { Letter } from './letter.tsx';
import { RequestForm } from './request-form.tsx';
import { change } from './state.ts';
import { isUnsaved } from './typed.ts';

/** One request: where it stands, what it lacks, its letter, and the steps it can take. */
export function Request({
  request,
  kinds,
  api,
}: {
  request: CaseRequest;
  kinds: readonly NoticeKindInfo[];
  api: CaseApi;
}) {
  const { n, title, recipient, state, missing, warnings } = request;
  const to = recipient?.name ?? recipient?.email ?? null;
  return (
    <article class="request" id={`request-${n}`} tabIndex={-1} aria-label={`Request ${n}`}>
      <h3>
        {n}. {title}
        {to !== null && `, to ${to}`}{' '}
        <span class="state" data-state={state}>
          {STATE_WORDS[state]}
        </span>
      </h3>
      <Times request={request} />
      {state === 'drafted' && missing.length > 0 && (
        <div class="missing">
          <p>Still a draft. Missing:</p>
          <ul>
            {missing.map(({ ask }) => (
              <li key={ask}>{ask}</li>
            ))}
          </ul>
        </div>
      )}
      {warnings.map((words) => (
        <p class="missing" key={words}>
          {words}
        </p>
      ))}
      <Letter request={request} api={api} />
      <Steps request={request} />
      {state === 'drafted' && <Edit request={request} kinds={kinds} />}
    </article>
  );
}

function Times({ request: { dates, due, dueLaw, extendedOn, redress } }: { request: CaseRequest }) {
  const days = (Object.keys(STATE_WORDS) as RequestState[]).map((state) => {
    const day = dates[state];
    return [STATE_WORDS[state], day === undefined ? null : dateWords(day)] as const;
  });
  return (
    <Facts
      class="case-facts"
      entries={[
        ...days,
        ['More time asked for', extendedOn === null ? null : dateWords(extendedOn)],
        ['Answer due', due === null ? null : dueWords(due, dueLaw)],
        ['Open to you', redress === null ? null : redressWords(redress)],
      ]}
    />
  );
}

function Steps({ request: { n, nextStates, due, dueLaw, extendedOn } }: { request: CaseRequest }) {
  const today = new Date().toISOString().slice(0, 10);
  const [on, setOn] = useState(today);
  if (nextStates.length === 0) return null;
  return (
    <div class="row-of-buttons">
      <div class="question">
        <label for={`on-${n}`}>On</label>
        <input
          type="date"
          id={`on-${n}`}
          value={on}
          max={today}
          onInput={({ currentTarget }) => setOn(currentTarget.value)}
        />
      </div>
      {nextStates.map((state) => (
        <button key={state} type="button" class="button" onClick={() => void change(n, { state, on })}>
          {MOVE_WORDS[state]}
          <Spoken>: request {n}</Spoken>
        </button>
      ))}
      {due !== null && dueLaw !== null && extendedOn === null && (
        <button type="button" class="button" onClick={() => void change(n, { extended: true, on })}>
          They need more time<Spoken>: request {n}</Spoken>
        </button>
      )}
    </div>
  );
}

function Edit({ request, kinds }: { request: CaseRequest; kinds: readonly NoticeKindInfo[] }) {
  const begins = request.missing.length > 0 || isUnsaved(formName(request));
  const [isOpen, setOpen] = useState(begins);
  // With each change of the request anew; in between it is as whoever folds it wants it.
  useEffect(() => setOpen(begins), [request]);
  return (
    <details class="edit" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        Change the draft<Spoken> of request {request.n}</Spoken>
      </summary>
      <RequestForm
        choices={{ kinds, channels: [], begin: { kind: request.kind, channel: '' } }}
        draft={request}
        save={({ language, recipient, fields }) => change(request.n, { language, recipient, fields })}
      />
    </details>
  );
}
