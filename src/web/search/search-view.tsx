import { useEffect, useRef, useState } from 'preact/hooks';
import { counted } from '../../core/words/counts.ts';
import { Failure } from '../parts/failure.tsx';
import { served } from '../service/served.ts';
import { Alikes, Searched } from './alikes.tsx';
import { Row } from './row.tsx';
import { type By, lookUp, lookUpMore, type Search, search } from './state.ts';

const WAYS: readonly [by: By, words: string][] = [
  ['caption', 'A name, or words of the caption'],
  ['domain', 'A site'],
  ['url', 'A picture’s address'],
  ['like', 'What the picture shows, in your words'],
];
const HINTS: Record<By, string> = {
  caption:
    'All of the words must be there. "Jane Doe" in quotes: side by side. Rutkow*: every word that begins so. 夜景: also ' +
    'within a text without spaces.',
  domain: 'Such as example.org, with everything below it, or one host such as img.example.org.',
  url: 'Of the picture itself, not of its page. http or https, and what stands after #, do not matter.',
  like:
    'Such as: a lighthouse at night, screen print. It brings up pictures that show something alike, and cannot say ' +
    'whether one of them is yours: check the picture for that.',
};

/** The second way in: rows by an address, a site or words, page by page; no picture is needed, and none is loaded. */
export function SearchView() {
  const [by, setBy] = useState<By>('caption');
  const [text, setText] = useState('');
  // What a picture shows can be asked for only where an index can be asked by it.
  const canCompareWords = (served.value?.byWords.length ?? 0) > 0;
  const ways = WAYS.filter(([way]) => way !== 'like' || canCompareWords);
  return (
    <details id="look-up" class="look-up">
      <summary>No picture at hand? Look up an address, a site or a name</summary>
      <form
        id="look-up-form"
        onSubmit={(event) => {
          event.preventDefault();
          void lookUp(by, text.trim());
        }}
      >
        <label for="look-up-by">What is it?</label>
        <select
          id="look-up-by"
          value={by}
          onChange={({ currentTarget }) =>
            setBy(ways.find(([way]) => way === currentTarget.value)?.[0] ?? 'caption')
          }
        >
          {ways.map(([way, words]) => (
            <option key={way} value={way}>
              {words}
            </option>
          ))}
        </select>
        <label id="look-up-label" for="look-up-text">
          {by === 'like'
            ? 'Words are compared with what the indexed pictures show; nothing is fetched'
            : 'Lists are looked through; no picture is compared or fetched'}
        </label>
        <div class="address-row">
          <input
            id="look-up-text"
            type="text"
            required
            maxLength={4096}
            autocomplete="off"
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
          <button class="button" type="submit">
            Look up
          </button>
        </div>
        <p id="look-up-hint" class="quiet">
          {HINTS[by]}
        </p>
      </form>
      <Answer now={search.value} />
    </details>
  );
}

function Answer({ now }: { now: Search | null }) {
  const list = useRef<HTMLOListElement>(null);
  const rows = now?.rows.length ?? 0;
  const before = useRef(0);
  // From the first new row on, so that a screen reader and the keyboard go on there.
  useEffect(() => {
    const first = list.current?.children[before.current];
    if (before.current > 0 && rows > before.current && first instanceof HTMLElement)
      first.focus({ preventScroll: true });
    before.current = rows;
  }, [rows]);
  return (
    <div id="look-up-answer" class="look-up-answer">
      <p id="look-up-said" role="status">
        {now !== null && <Said now={now} />}
      </p>
      <ul id="look-up-counts" class="look-up-counts">
        {now?.counts?.datasets.map(({ dataset, release, rows: number }) => (
          <li key={`${dataset} ${release}`}>
            {dataset}, version {release}: {now.counts?.complete === false && 'at least '}
            {counted(number, 'entry', 'entries')}
          </li>
        ))}
      </ul>
      <ol id="look-up-rows" class="look-up-rows" ref={list}>
        {now?.rows.map((row) => (
          <Row key={`${row.dataset} ${row.release} ${row.rowId}`} row={row} />
        ))}
        {now?.alike && <Alikes alike={now.alike} />}
      </ol>
      {now !== null && now.next !== null && (
        <button
          id="look-up-more"
          class="button"
          type="button"
          disabled={now.stage.kind === 'asking'}
          onClick={() => void lookUpMore()}
        >
          Show more
        </button>
      )}
      <div id="look-up-searched" class="look-up-searched">
        {now?.alike && <Searched alike={now.alike} />}
      </div>
    </div>
  );
}

function Said({ now: { rows, next, hint, alike, stage } }: { now: Search }) {
  if (stage.kind === 'asking') return <>{rows.length === 0 ? 'Looking …' : 'Looking further …'}</>;
  if (stage.kind === 'failed') return <Failure error={stage.error} again={stage.again} />;
  if (alike !== null) return <>{[alike.sentence, ...(alike.notes ?? [])].join(' ')}</>;
  return <>{[foundWords(rows.length, next !== null), hint ?? ''].join(' ').trim()}</>;
}

function foundWords(rows: number, isMore: boolean): string {
  const entries = counted(rows, 'entry', 'entries');
  if (rows > 0) return isMore ? `The first ${entries}.` : `${entries}.`;
  if (isMore) return 'Nothing among the entries looked through so far. There are more.';
  return 'Nothing answers to it in what is indexed here. This says nothing about anything else.';
}
