import type { Database } from '../db/database.ts';
import type { SearchPool } from '../index/search/pool.ts';
import { timed, type CheckStage, type OnStage } from '../runtime/stages.ts';
import type { CheckParts } from './check-parts.ts';
import type { OpenIndexes } from './search/open-indexes.ts';

/** The same parts, for checks alone: `onStage` is told how long each took. */
export function timedParts(parts: CheckParts, onStage: OnStage<CheckStage> | undefined): CheckParts {
  const { indexes, fingerprinter, comparer } = parts;
  return {
    ...parts,
    indexes: {
      ...indexes,
      pool: timedPool(indexes, onStage),
      seen: { near: (...query) => timed(onStage, 'hash-search', () => indexes.seen.near(...query)) },
    },
    fingerprinter: {
      ...fingerprinter,
      fingerprint: (bytes, models, options, bytesAre) =>
        fingerprinter.fingerprint(bytes, models, options, bytesAre, onStage),
    },
    comparer: {
      ...comparer,
      compare: (query, rows) => timed(onStage, 'compare', () => comparer.compare(query, rows)),
      compareUnseen: (query, rows) => timed(onStage, 'compare', () => comparer.compareUnseen(query, rows)),
    },
  };
}

/** The same database: `onStage` is told of each statement, and of each transaction as a whole. */
export function timedDatabase(database: Database, onStage: OnStage<CheckStage> | undefined): Database {
  return {
    ...database,
    query: (sql, parameters) => timed(onStage, 'database', () => database.query(sql, parameters)),
    runScript: (sql) => timed(onStage, 'database', () => database.runScript(sql)),
    transaction: (work) => timed(onStage, 'database', () => database.transaction(work)),
    for: (...purpose) => timedDatabase(database.for(...purpose), onStage),
  };
}

function timedPool(indexes: OpenIndexes, onStage: OnStage<CheckStage> | undefined): SearchPool {
  const { pool } = indexes;
  const nameOf = (indexId: number): string | undefined => {
    const index = indexes.current().open.find((each) => each.indexId === indexId);
    return index && `${index.dataset} ${index.release} ${index.model}`;
  };
  return {
    ...pool,
    search: (indexId, ...query) =>
      timed(onStage, 'vector-search', () => pool.search(indexId, ...query), nameOf(indexId)),
    nearHashes: (indexId, ...query) =>
      timed(onStage, 'hash-search', () => pool.nearHashes(indexId, ...query), nameOf(indexId)),
    keypoints: (...places) => timed(onStage, 'keypoint-read', () => pool.keypoints(...places)),
  };
}
