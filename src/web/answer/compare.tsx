import { useRef, useState } from 'preact/hooks';
import { isFound } from '../../core/evidence.ts';
import { GRADE_WORDS } from '../../core/words/grades.ts';
import type { Match } from '../../api/match.ts';
import { liveWords, STATUS_OF_LIVE } from '../words/evidence-words.ts';
import { failureWords } from '../service/failure.ts';
import { PressButton } from '../parts/press-button.tsx';
import { Spoken } from '../parts/spoken.tsx';
import { hostOf, timeWords } from '../words/words.ts';
import { compareRow } from './run.ts';
import { type Compared, compared } from './state.ts';

type Stage = { kind: 'offered' } | { kind: 'busy' } | { kind: 'failed'; why: string };

/**
 * Has the row compared with the picture its host serves now, and says what came of it; nothing where that would tell nothing
 * more. @property row as the service gave it
 */
export function Compare({ row }: { row: Match }) {
  const [stage, setStage] = useState<Stage>({ kind: 'offered' });
  const said = useRef<HTMLDivElement>(null);
  const done = compared.value.get(row.n);
  if (done === undefined && !worthComparing(row)) return null;
  async function compare(): Promise<void> {
    setStage({ kind: 'busy' });
    try {
      await compareRow(row);
      setStage({ kind: 'offered' });
      // The pressed button is gone.
      requestAnimationFrame(() => said.current?.focus({ preventScroll: true }));
    } catch (error) {
      setStage({ kind: 'failed', why: failureWords(error) });
    }
  }
  const host = hostOf(row.url);
  return (
    <div class="compare">
      {done === undefined && (
        <>
          <PressButton work={compare}>
            {stage.kind === 'failed' ? 'Try to compare again' : 'Compare with the live picture'}
            <Spoken> of entry {row.rowId}</Spoken>
          </PressButton>
          <p class="quiet">
            This server fetches it from {host} and keeps nothing of it. Possible for an hour after a check.
          </p>
        </>
      )}
      <div class="compare-said" role="status" tabIndex={-1} ref={said} data-tone={toneOf(stage, done)}>
        {stage.kind === 'busy' && (
          <>
            <progress aria-label="Comparing" />
            <p>Fetching from {host}, comparing …</p>
          </>
        )}
        {stage.kind === 'failed' && <p>{stage.why}</p>}
        {stage.kind === 'offered' && done !== undefined && <Result before={row} done={done} />}
      </div>
    </div>
  );
}

function toneOf({ kind }: Stage, done: Compared | undefined): 'found' | 'absent' | 'failed' | undefined {
  if (kind === 'failed') return 'failed';
  if (done === undefined) return undefined;
  return done.live.grade === null ? 'absent' : 'found';
}

function Result({ before, done: { match, live, verdictChanged } }: { before: Match; done: Compared }) {
  const moved = match.grade === before.grade ? null : `It is now: ${GRADE_WORDS[match.grade].name}.`;
  const changed = verdictChanged ? 'This changes the answer at the top of the page.' : null;
  const news = [moved, changed].filter((words) => words !== null).join(' ');
  return (
    <>
      <p>
        <strong>{liveWords(live)}</strong>
      </p>
      <p>{STATUS_OF_LIVE[live.status]}</p>
      {news !== '' && <p>{news}</p>}
      <p class="quiet">Looked at {timeWords(live.fetchedAt)}</p>
    </>
  );
}

/** Whether comparing may tell more: no keypoints were compared, or the row is not known to hold the picture. */
function worthComparing({ compared: wasCompared, grade, live }: Match): boolean {
  // What is under way, or was done, is not offered.
  if (live?.state === 'comparing' || (live?.state === 'compared' && live.why === null)) return false;
  return !wasCompared || !isFound(grade);
}
