import type { IndexedRow } from '../core/dataset.ts';
import { isPdqHash } from '../core/pdq-distance.ts';
import type { Database } from './database.ts';
import { BANDED_DISTANCE, bandProbes } from './pdq-bands.ts';
import { MOST_ROWS, ROW_COLUMNS, ROW_TABLES } from './rows.ts';

/**
 * The rows whose PDQ hash is within `maxDistance` bits of any of `hashes`, nearest first, at most `limit`.
 * Every such row is found, whatever its quality, but for flat pictures: those of quality 0 or with all bits of
 * the hash equal. About 0.4 % of the rows are compared for each hash.
 * @param hashes of the picture's orientations, 64 lower-case hex digits each @param maxDistance 0–31
 * @param datasets names of the datasets to look in; all when left out
 */
export async function findImagesByPdq(
  database: Database,
  hashes: readonly string[],
  maxDistance: number,
  datasets?: readonly string[],
  limit = MOST_ROWS,
): Promise<IndexedRow[]> {
  if (!(maxDistance >= 0 && maxDistance <= BANDED_DISTANCE)) {
    throw new RangeError(`The distance is ${maxDistance}; the bands hold from 0 to ${BANDED_DISTANCE}.`);
  }
  const malformed = hashes.find((hash) => !isPdqHash(hash));
  if (malformed !== undefined) {
    throw new RangeError(`'${malformed}' is not a PDQ hash: 64 lower-case hex digits.`);
  }
  if (hashes.length === 0) return [];

  const parameters: unknown[] = [];
  const bound = (value: unknown): string => `$${parameters.push(value)}`;
  const sharesABand = bandProbes(hashes).map(
    (probes, band) => `pdq_band(i.pdq, i.pdq_quality, ${band}) = any (${bound(probes)}::int[])`,
  );
  const distances = hashes.map((hash) => `bit_count(i.pdq # ${bound(`x${hash}`)}::bit(256))`);
  const distance = `least(${distances.join(', ')})`;
  const names = bound(datasets ?? null);
  const lookup = `
    select ${ROW_COLUMNS}
    from ${ROW_TABLES}
    where (${sharesABand.join(' or ')})
      and ${distance} <= ${bound(maxDistance)}
      and (${names}::text[] is null or d.dataset = any (${names}))
    order by ${distance}, i.id
    limit ${bound(limit)}`;
  return database.transaction(async (transaction) => {
    // Without statistics, which the embedded database never gathers by itself, the planner expects 2,000 values
    // to be in most rows, and would walk the whole table or another index of it. The bands are read by bitmaps.
    await transaction.query(`
      select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true),
        set_config('jit', 'off', true)`);
    return transaction.query<IndexedRow>(lookup, parameters);
  });
}
