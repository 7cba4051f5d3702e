import { GRADE_WORDS } from '../../core/words/grades.ts';
import type { LookAlikes } from '../../api/look-alikes.ts';
import { Coverage } from '../parts/coverage.tsx';
import { Row } from './row.tsx';

/** Rows that fit words, in words alone: their pictures are not loaded. */
export function Alikes({ alike: { lookAlikes } }: { alike: LookAlikes }) {
  return (
    <>
      {lookAlikes.map(({ grade, similarity, model, row }) => (
        <Row key={`${row.dataset} ${row.release} ${row.rowId} ${model}`} row={row}>
          <p class="grade" data-grade={grade}>
            <strong>{GRADE_WORDS[grade].name}</strong>
            <span>
              Fits your words at {similarity.toFixed(2)} (cosine, by {model})
            </span>
          </p>
        </Row>
      ))}
    </>
  );
}

/** How the numbers are to be read, what was searched and what was not. */
export function Searched({ alike: { readings, coverage, notSearched } }: { alike: LookAlikes }) {
  return (
    <>
      {readings.map(({ model, words }) => (
        <p class="quiet" key={model}>
          A cosine by {model}: {words}
        </p>
      ))}
      <div class="coverage">
        <Coverage coverage={coverage} notSearched={notSearched} falsePositives={null} />
      </div>
    </>
  );
}
