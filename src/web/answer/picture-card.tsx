import { useRef, useState } from 'preact/hooks';
import { counted } from '../../core/words/counts.ts';
import type { CheckResult } from '../../api/check-result.ts';
import type { Match } from '../../api/match.ts';
import { relationWords, sharedWords } from '../words/relation-words.ts';
import { hostOf } from '../words/words.ts';
import { Datasets } from './datasets.tsx';
import { Pair } from './pair.tsx';
import { Place } from './place.tsx';
import { asCompared, pictures, setPicture } from './state.ts';

/** So many places stand open; the others are folded. */
const OPEN_PLACES = 3;

/**
 * One picture that was found, wherever it stands: what it is of the artist's own, both of them, the datasets that list it,
 * and every place.
 * @property rows all of which show it, one at least @property unfolded whether the ways to ask of the first place stand open
 */
export function PictureCard({
  rows,
  result,
  unfolded,
}: {
  rows: readonly Match[];
  result: CheckResult;
  unfolded: boolean;
}) {
  const [at, setAt] = useState(0);
  // A picture that is listed a thousand times has as many places: they are drawn when somebody looks.
  const [isUnfolded, setUnfolded] = useState(false);
  const shown = asCompared(rows[Math.min(at, rows.length - 1)]);
  const { geometry } = shown;
  const isGone = pictures.value.get(shown.n) === 'gone';
  const next = rows.findIndex(({ n }, i) => i > at && pictures.value.get(n) !== 'gone');
  const card = useRef<HTMLElement>(null);
  const choose = (i: number): void => {
    setAt(i);
    setPicture(rows[i].n, 'loading');
    // The pressed button goes; the keyboard goes on from the picture that comes.
    requestAnimationFrame(() => card.current?.querySelector<HTMLElement>('.pictures [role=status]')?.focus());
  };
  const place = (row: Match, i: number) => (
    <Place
      key={row.n}
      row={row}
      checkId={result.id}
      unfolded={unfolded && i === 0}
      choose={row.n === shown.n ? null : () => choose(i)}
      isCaptionNew={i === 0 || row.caption !== rows[i - 1].caption}
    />
  );
  const [open, folded] = [rows.slice(0, OPEN_PLACES), rows.slice(OPEN_PLACES)];
  return (
    <section class="picture" data-grade={shown.grade} ref={card}>
      <header>
        <h3>{relationWords(shown)}</h3>
        <p class="quiet">{whereWords(rows)}</p>
        {geometry !== null && (shown.grade === 'edited' || shown.grade === 'part') && (
          <p>{sharedWords(geometry)}</p>
        )}
      </header>
      <Pair key={shown.n} row={shown} />
      {isGone && next >= 0 && (
        <button type="button" class="button" onClick={() => choose(next)}>
          Try the next place: {hostOf(rows[next].url)}
        </button>
      )}
      {shown.grade !== 'look-alike' && <Datasets rows={rows} result={result} />}
      <div class="places">
        {rows.length > 1 && <h4>Where it stands</h4>}
        {open.map(place)}
        {folded.length > 0 && (
          <details onToggle={({ currentTarget }) => setUnfolded(currentTarget.open)}>
            <summary>{counted(folded.length, 'more place')}</summary>
            {isUnfolded && folded.map((row, i) => place(row, i + OPEN_PLACES))}
          </details>
        )}
      </div>
    </section>
  );
}

/** `Listed 3 times, on 2 sites: a.example and b.example` */
function whereWords(rows: readonly Match[]): string {
  const hosts = [...new Set(rows.map(({ url }) => hostOf(url)))];
  const times = rows.length === 1 ? 'once' : counted(rows.length, 'time');
  const [first, second] = hosts;
  const where =
    hosts.length === 1
      ? `at ${first}`
      : hosts.length === 2
        ? `at ${first} and ${second}`
        : `at ${first}, ${second} and ${counted(hosts.length - 2, 'other site')}`;
  return `Listed ${times}, ${where}`;
}
