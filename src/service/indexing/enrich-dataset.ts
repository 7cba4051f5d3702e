import { randomUUID } from 'node:crypto';
import { steadyMs } from '../../core/clock.ts';
import type { DatasetRelease } from '../../core/dataset.ts';
import { TrainspotError } from '../../core/errors.ts';
import { PUBLISHED_REVISION } from '../../core/model-card.ts';
import type { Database } from '../../db/database.ts';
import { type KnownDataset, listDatasets } from '../../db/datasets.ts';
import { hostRanges } from '../../db/host-ranges.ts';
import { listPublishedIndexes } from '../../db/indexes.ts';
import { databaseTime, type RowsWanted } from '../../db/row-claims.ts';
import { readWebDomain } from '../../advice/facts/web-domain.ts';
import type { Fingerprinter } from '../../fingerprint/fingerprinter.ts';
import { type EnrichCounts, enrichRows } from '../../ingest/enrich.ts';
import { queueRows } from '../../ingest/row-queue.ts';
import { findModelCard } from '../../models/models.ts';
import { isInstalled } from '../../models/store.ts';
import type { Config } from '../../runtime/config.ts';
import { dataPaths } from '../../runtime/data-paths.ts';
import { createStageSums, type IngestStage } from '../../runtime/stages.ts';
import { configuredFingerprinter } from '../components.ts';
import { chosenRelease, type DatasetChoice, rowIdsIn } from './chosen-rows.ts';
import type { IngestWatch } from './index-dataset.ts';
import { sumOf } from './index-request.ts';
import { ingestFailure } from './ingest-failure.ts';
import { openWebPictures } from './open-pictures.ts';

export interface EnrichRequest extends DatasetChoice {
  /** File of row ids, one a line. */
  rows?: string;
  /** Rows of this domain and all below it. */
  domain?: string;
  /** Rows at most, as it was typed. */
  most?: string;
}

/** What came of it; every row whose picture was looked for is in `kept`, `passed` or `failed`. */
export interface EnrichSummary extends DatasetRelease, EnrichCounts {
  /** Of the rows that are listed here, how many have fingerprints now. */
  rowsFingerprinted: number;
  rowsListed: number;
  seconds: number;
  /** By stage, summed over what ran at once: together they may be more than `seconds`. */
  stages: Partial<Record<IngestStage, number>>;
  /** True where it was stopped before the last row; else left out. */
  stopped?: true;
  /** What could not be judged, and why; left out where there is nothing. */
  note?: string;
}

export interface EnrichOptions {
  /** Nobody when left out. */
  watch?: IngestWatch | null;
  signal?: AbortSignal;
  /** How long a row stays with a job that was killed, in milliseconds; a minute when left out. */
  claimMs?: number;
  /** Looks at the pictures, and stays open; one of its own when left out. */
  fingerprinter?: Fingerprinter;
}

const CLAIM_MS = 60_000;

/**
 * Looks once at the pictures of rows that were taken in without, at their addresses, and keeps their fingerprints. Run again,
 * or by several at once, it goes on with what is left.
 * @throws TrainspotError `usage` where the request does not say which rows; what `ingestFailure` makes of a full disk or a
 * lost database
 */
export async function enrichDataset(
  request: EnrichRequest,
  config: Config,
  database: Database,
  options: EnrichOptions = {},
): Promise<EnrichSummary> {
  const most = readMost(request.most);
  const wanted = await wantedOf(request);
  try {
    const release = chosenRelease(await listDatasets(database), request);
    return await enrich(release, { wanted, most }, config, database, options);
  } catch (error) {
    throw ingestFailure(error, config);
  }
}

async function enrich(
  { id: datasetId, dataset, release, ...before }: KnownDataset,
  { wanted, most }: { wanted: RowsWanted[]; most: number },
  config: Config,
  database: Database,
  { watch = null, signal, claimMs = CLAIM_MS, fingerprinter: lent }: EnrichOptions,
): Promise<EnrichSummary> {
  const startedAt = steadyMs();
  const stages = createStageSums<IngestStage>();
  const job = {
    id: randomUUID(),
    datasetId,
    startedAt: await databaseTime(database),
    deadLinkDays: config.FETCH_DEAD_LINK_DAYS,
    claimMs,
  };
  const { segmentsDir, modelsDir } = dataPaths(config.DATA_DIR);
  const published = await publishedModel(database, { dataset, release }, modelsDir);
  const pictures = openWebPictures(config, signal);
  const fingerprinter = lent ?? configuredFingerprinter(config);
  const queue = queueRows(database, job, wanted, most, signal);
  const progress = watch?.begin(`Enriching ${dataset}`, totalOf(before, wanted, most));
  try {
    const counts = await enrichRows(
      queue,
      pictures.source,
      fingerprinter,
      { database, segmentsDir },
      {
        model: published.installed,
        concurrency: pictures.concurrency,
        onProgress: (now) => progress?.update(now.rows, enrichedInWords(now)),
        signal,
        onStage: (stage, seconds) => stages.add(stage, seconds),
      },
    );
    const now = (await listDatasets(database)).find(({ id }) => id === datasetId) ?? before;
    return {
      dataset,
      release,
      ...counts,
      rowsFingerprinted: now.rowsFingerprinted,
      rowsListed: now.rowsListed,
      seconds: (steadyMs() - startedAt) / 1000,
      stages: stages.seconds(),
      ...(signal?.aborted && { stopped: true as const }),
      ...(published.note !== null && { note: published.note }),
    };
  } finally {
    progress?.finish();
    // A database that is gone has let go of nothing: then the claims end by themselves.
    await queue.close().catch(() => {});
    await Promise.all([pictures.close(), ...(lent ? [] : [fingerprinter.close()])]);
  }
}

/** The model of which a dataset's vectors were published, if its pictures can be embedded here; and what to say if not. */
async function publishedModel(
  database: Database,
  { dataset, release }: DatasetRelease,
  modelsDir: string,
): Promise<{ installed: string | null; note: string | null }> {
  const published = (await listPublishedIndexes(database)).find(
    (index) =>
      index.dataset === dataset && index.release === release && index.modelRevision === PUBLISHED_REVISION,
  );
  if (!published) return { installed: null, note: null };
  const { model } = published;
  if (await isInstalled(findModelCard(model), modelsDir)) return { installed: model, note: null };
  const note =
    `Whether a picture is still the one that was published was not judged by its vector: ${model} is not installed ` +
    `(trainspot models pull ${model}).`;
  return { installed: null, note };
}

/** Such as "40 with fingerprints now, 2 failed (http-404 2)". */
export function enrichedInWords({ kept, passed, failed }: EnrichCounts): string {
  const each = Object.entries(failed).map(([reason, count]) => `${reason} ${count}`);
  return [
    `${kept} with fingerprints now`,
    ...(passed > 0 ? [`${passed} passed over`] : []),
    ...(each.length > 0 ? [`${sumOf(failed)} failed (${each.join(', ')})`] : []),
  ].join(', ');
}

/** Null where nobody knows how many there are. */
function totalOf(
  { rowsListed, rowsFingerprinted }: Pick<KnownDataset, 'rowsListed' | 'rowsFingerprinted'>,
  [wanted]: readonly RowsWanted[],
  most: number,
): number | null {
  if (Number.isFinite(most)) return most;
  if (wanted.kind === 'rows') return wanted.rowIds.length;
  return wanted.kind === 'all' ? Math.max(0, rowsListed - rowsFingerprinted) : null;
}

async function wantedOf({ rows, domain }: EnrichRequest): Promise<RowsWanted[]> {
  if (rows !== undefined && domain !== undefined) {
    throw new TrainspotError('usage', 'Say which rows by --rows or by --domain, not by both.');
  }
  if (rows !== undefined) return [{ kind: 'rows', rowIds: [...new Set(await rowIdsIn(rows))] }];
  if (domain === undefined) return [{ kind: 'all' }];
  const read = readWebDomain(domain);
  if ('wrong' in read) throw new TrainspotError('usage', `--domain: ${read.wrong}`);
  return hostRanges(read.reversed, true).map((range) => ({ kind: 'hosts', ...range }));
}

function readMost(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw new TrainspotError('usage', `--most is '${text.slice(0, 40)}'; it must be a whole number from 1.`);
}
