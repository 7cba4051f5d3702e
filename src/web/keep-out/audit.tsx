import { counted } from '../../core/words/counts.ts';
import { trustWords } from '../../core/words/sources.ts';
import type { CrawlerReading, OptOutAudit, ReservationState } from '../../api/opt-out.ts';
import { LinkedText, OutwardLink } from '../parts/outward-link.tsx';
import { dateWords, timeWords } from '../words/words.ts';

const STATE_WORDS: Record<ReservationState, string> = {
  reserves: 'says no',
  allows: 'says yes',
  silent: 'says nothing',
  unknown: 'not known',
  'not-looked-for': 'not here',
};

/** Everything an audit found: what says no, which crawlers may come, what was fetched. */
export function Audit({ audit: { url, auditedAt, mechanisms, crawlers, fetched } }: { audit: OptOutAudit }) {
  // What nobody answered for says neither yes nor no; the summary above has said so.
  if (fetched.every(({ httpStatus }) => httpStatus === null)) {
    return (
      <div class="audit">
        <Fetched fetched={fetched} />
      </div>
    );
  }
  const barred = crawlers.filter(({ mayFetch }) => mayFetch === false);
  const free = crawlers.filter(({ mayFetch }) => mayFetch === true);
  const unknown = crawlers.filter(({ mayFetch }) => mayFetch === null);
  return (
    <div class="audit">
      <p>
        <OutwardLink url={url}>{url}</OutwardLink>
      </p>
      <ul class="audit-ways">
        {mechanisms.map(({ title, state, sentence }) => (
          <li key={title} data-state={state}>
            <p>
              <strong>{title}</strong>
              <span class="audit-state">{STATE_WORDS[state]}</span>
            </p>
            <p class="quiet">{sentence}</p>
          </li>
        ))}
      </ul>
      <Crawlers title={`${counted(free.length, 'crawler')} may come`} crawlers={free} />
      <Crawlers title={`${counted(unknown.length, 'crawler')} of which it is not known`} crawlers={unknown} />
      <Crawlers title={`${counted(barred.length, 'crawler')} kept out`} crawlers={barred} />
      <Fetched fetched={fetched} />
      <p class="quiet">Read {timeWords(auditedAt)}. Information, not legal advice.</p>
    </div>
  );
}

function Fetched({ fetched }: Pick<OptOutAudit, 'fetched'>) {
  return (
    <details>
      <summary>What was fetched</summary>
      <ul class="audit-list">
        {fetched.map(({ url, httpStatus, failure, fetchedAt }) => (
          <li key={url}>
            {url}: {httpStatus ?? 'no answer'}
            {failure !== null && `. ${failure}`}
            <span class="quiet"> {timeWords(fetchedAt)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Crawlers({ title, crawlers }: { title: string; crawlers: readonly CrawlerReading[] }) {
  if (crawlers.length === 0) return null;
  return (
    <details>
      <summary>{title}</summary>
      <ul class="audit-list">
        {crawlers.map(({ sentence, owner, source, checkedOn, status }) => (
          <li key={sentence}>
            {sentence}
            <p class="quiet">
              {owner}. Source: <LinkedText text={source} />, {dateWords(checkedOn)}, {trustWords(status)}.
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}
