import { type ModelCard, PUBLISHED_REVISION } from '../../core/model-card.ts';
import type { Database } from '../../db/database.ts';
import { listDatasets, type KnownDataset } from '../../db/datasets.ts';
import { listPublishedIndexes, indexVersion, type PublishedIndex } from '../../db/indexes.ts';
import { cardHere } from '../../models/measured-floors.ts';
import { findModelCard, modelCards } from '../../models/models.ts';
import { installedModels, installedRevision } from '../../models/store.ts';
import type { SearchPool } from '../../index/search/pool.ts';
import { followSeen, type FollowedSeen } from './seen.ts';

/** What can be searched now, and what is published but cannot be (dataset → why). */
interface SearchableIndexes {
  open: readonly PublishedIndex[];
  broken: ReadonlyMap<string, string>;
  /** Every dataset of which rows are known, whether or not an index of it is open. */
  listed: readonly KnownDataset[];
}

export interface OpenIndexes {
  readonly pool: SearchPool;
  /** Rows by the hashes of what was seen at their addresses. */
  readonly seen: Pick<FollowedSeen, 'near'>;
  /** Told of what is wrong with an index, or with a part of one that is searched all the same. */
  readonly report: (problem: Error) => void;
  /** The set that every search of one check uses. */
  current(): SearchableIndexes;
  /** A model's card, of an index with the floors that hold here. @throws TrainspotError `model-unknown` */
  cardOf(model: string): ModelCard;
  /** Takes up what was published since; cheap when nothing was. */
  refresh(): Promise<void>;
  /** Stops following, and ends the thread of what was seen. */
  stop(): Promise<void>;
}

/**
 * Opens every published index and follows publications: a newly published index is taken up within
 * `pollMs`, without a restart. An index that cannot be opened leaves the others serving, and its own last good
 * version too; `report` is told why.
 */
export async function followIndexes(
  anyDatabase: Database,
  pool: SearchPool,
  modelsDir: string,
  pollMs: number,
  report: (problem: Error) => void,
): Promise<OpenIndexes> {
  const stopping = new AbortController();
  const database = anyDatabase.for('upkeep', stopping.signal);
  const seen = followSeen(database);
  let current: SearchableIndexes = { open: [], broken: new Map(), listed: [] };
  let cards = new Map<string, ModelCard>();
  let mark: string | null = null;
  let underWay: Promise<void> | null = null;

  async function takeUp(): Promise<void> {
    const installed = (await installedModels(modelsDir)).map(({ name }) => name);
    // A model that is pulled opens the indexes that waited for it.
    const latest = [await indexVersion(database), ...installed].join(' ');
    const listed = (await listDatasets(database)).filter(({ rowsListed }) => rowsListed > 0);
    if (latest === mark) {
      cards = await cardsOf(current.open, modelsDir);
      current = { ...current, listed };
      return;
    }
    const published = await listPublishedIndexes(database);
    cards = await cardsOf(published, modelsDir);
    current = { ...(await openAll(published, current, pool, modelsDir, report)), listed };
    mark = latest;
  }
  const takeUpAll = async (): Promise<void> => {
    await takeUp();
    await seen.refresh();
  };
  const refresh = (): Promise<void> => (underWay ??= takeUpAll().finally(() => (underWay = null)));

  await refresh();
  const timer = setInterval(
    () =>
      void refresh().catch((problem) => {
        // Stopped on its way, with the database and the threads about to close.
        if (!stopping.signal.aborted) report(problem);
      }),
    pollMs,
  );
  timer.unref();
  return {
    pool,
    seen,
    report,
    current: () => current,
    cardOf: (model) => cards.get(model) ?? findModelCard(model),
    refresh,
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await seen.close();
    },
  };
}

/** Read anew each time: floors may be measured beside a running server. */
async function cardsOf(
  indexes: readonly PublishedIndex[],
  modelsDir: string,
): Promise<Map<string, ModelCard>> {
  const used = modelCards.filter(({ name }) => indexes.some(({ model }) => model === name));
  const cards = await Promise.all(used.map((card) => cardHere(card, modelsDir)));
  return new Map(cards.map((card) => [card.name, card]));
}

async function openAll(
  published: readonly PublishedIndex[],
  before: SearchableIndexes,
  pool: SearchPool,
  modelsDir: string,
  report: (problem: Error) => void,
): Promise<Omit<SearchableIndexes, 'listed'>> {
  // What is searched now stays in every set that is opened on the way: a check may be asking for it.
  const serving = new Map(before.open.map((index) => [index.indexId, index]));
  const broken = new Map<string, string>();
  for (const index of published) {
    const wanted = new Map(serving).set(index.indexId, index);
    const problem = await tryToOpen([...wanted.values()], index, pool, modelsDir);
    if (!problem) serving.set(index.indexId, index);
    else {
      report(problem);
      if (!serving.has(index.indexId)) {
        broken.set(index.dataset, `Its index cannot be opened: ${problem.message}`);
      }
    }
  }
  const open = published.flatMap(({ indexId }) => serving.get(indexId) ?? []);
  await pool.open(open);
  // Searched by another index all the same: coverage says how much of it.
  for (const { dataset } of open) broken.delete(dataset);
  return { open, broken };
}

async function tryToOpen(
  indexes: readonly PublishedIndex[],
  { model, modelRevision }: PublishedIndex,
  pool: SearchPool,
  modelsDir: string,
): Promise<Error | null> {
  try {
    const installed = await installedRevision(findModelCard(model), modelsDir);
    if (modelRevision !== PUBLISHED_REVISION && installed !== modelRevision) {
      return new Error(
        `It was made with revision ${modelRevision} of ${model}; ${installed} is installed. Index the dataset again.`,
      );
    }
    await pool.open(indexes);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
