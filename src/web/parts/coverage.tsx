import type { ComponentChildren } from 'preact';
import { counted } from '../../core/words/counts.ts';
import { falsePositiveWords, kindWords } from '../../core/words/false-positives.ts';
import type { CheckResult, Coverage as Searched, FalsePositiveRate } from '../../api/check-result.ts';
import { titleOf } from '../service/served.ts';
import { byReason } from '../words/coverage-words.ts';
import { coverageWords, dateWords } from '../words/words.ts';

/** What was searched and what was not, so that no answer is read for more than it is; and how often "found" is wrong. */
export function Coverage({
  coverage,
  notSearched,
  falsePositives,
}: Pick<CheckResult, 'coverage' | 'notSearched'> & { falsePositives: FalsePositiveRate | null }) {
  return (
    <>
      <Part title="What was searched" otherwise="Nothing." lines={coverage.map(searchedLine)} />
      <Part
        title="What was not searched"
        otherwise="Every dataset this service knows was searched. It does not know them all."
        lines={[...byReason(notSearched)].map(notSearchedLine)}
      />
      {falsePositives && (
        <div>
          <h3>How often “found” is wrong</h3>
          <p>{falsePositiveWords(falsePositives)}</p>
          <details>
            <summary>By kind of picture</summary>
            <ul>{falsePositives.byKind.map(kindLine)}</ul>
          </details>
        </div>
      )}
    </>
  );
}

function Part({
  title,
  lines,
  otherwise,
}: {
  title: string;
  lines: readonly ComponentChildren[];
  otherwise: string;
}) {
  return (
    <div>
      <h3>{title}</h3>
      {lines.length > 0 ? <ul>{lines}</ul> : <p class="quiet">{otherwise}</p>}
    </div>
  );
}

function searchedLine(coverage: Searched) {
  const { dataset, release, model, indexedAt } = coverage;
  return (
    <li key={`${dataset} ${release} ${model}`}>
      <strong>
        {titleOf(dataset)}, version {release}
      </strong>
      <span>{coverageWords(coverage)}</span>
      {indexedAt !== null && (
        <span class="quiet">
          Model {model}, indexed {dateWords(indexedAt)}
        </span>
      )}
    </li>
  );
}

/** Most were left out for the same reason. */
function notSearchedLine([why, datasets]: [why: string, datasets: string[]]) {
  const [only, ...others] = datasets;
  return others.length === 0 ? (
    <li key={why}>
      <strong>{titleOf(only)}</strong>
      <span class="quiet">{why}</span>
    </li>
  ) : (
    <li class="many" key={why}>
      <strong>{counted(datasets.length, 'dataset')}</strong>
      <span class="quiet">{datasets.map(titleOf).join(', ')}</span>
      <span class="quiet">{why}</span>
    </li>
  );
}

function kindLine({ kind, ...answered }: FalsePositiveRate['byKind'][number]) {
  return (
    <li key={kind}>
      <strong>{kindWords(kind)}</strong>
      <span>{falsePositiveWords(answered)}</span>
    </li>
  );
}
