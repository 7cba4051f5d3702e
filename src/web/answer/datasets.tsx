import type { CheckResult } from '../../api/check-result.ts';
import type { Match } from '../../api/match.ts';
import type { KnownDataset } from '../../api/searched.ts';
import { counted } from '../../core/words/counts.ts';
import { trustWords } from '../../core/words/sources.ts';
import { LinkedText } from '../parts/outward-link.tsx';
import { knownDataset } from '../service/served.ts';
import { dateWords } from '../words/words.ts';
import { laterWords } from './later.ts';
import { Trained } from './trained.tsx';

/** The datasets that list a picture, each with what became of it since: when it was collected, published and trained on. */
export function Datasets({ rows, result }: { rows: readonly Match[]; result: CheckResult }) {
  const releases = new Map(rows.map((row) => [`${row.dataset} ${row.release}`, row]));
  return (
    <div class="datasets">
      {[...releases.values()].map((row) => (
        <Dataset key={`${row.dataset} ${row.release}`} row={row} rows={rows} result={result} />
      ))}
    </div>
  );
}

function Dataset({ row, rows, result }: { row: Match; rows: readonly Match[]; result: CheckResult }) {
  const { dataset, release, models } = row;
  const known = knownDataset(dataset);
  const times = rows.filter((one) => one.dataset === dataset && one.release === release).length;
  return (
    <section class="dataset">
      <h4>
        {known?.title ?? dataset}, version {release}
        {times > 1 && <span class="quiet"> lists it {counted(times, 'time')}</span>}
      </h4>
      {known !== undefined && <Timeline known={known} rows={rows} result={result} />}
      <Trained models={models} />
    </section>
  );
}

function Timeline({
  known: { history, later },
  rows,
  result,
}: {
  known: KnownDataset;
  rows: readonly Match[];
  result: CheckResult;
}) {
  if (history.length === 0 && later.length === 0) return null;
  return (
    <>
      <ol class="timeline">
        {history.map(({ when, what }) => (
          <li key={what}>
            <strong>{when}</strong>
            <span>{what}</span>
          </li>
        ))}
        {later.map((release) => (
          <li key={release.dataset} class="later">
            <strong>{release.release}</strong>
            <span>{laterWords(release, rows, result.coverage)}</span>
          </li>
        ))}
      </ol>
      <details>
        <summary>Where these dates come from</summary>
        <ul>
          {history.map(({ what, source, checkedOn, status }) => (
            <li key={what}>
              {what} <LinkedText text={`${source}; ${dateWords(checkedOn)}; ${trustWords(status)}.`} />
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
