import type { IndexedRow } from '../core/dataset.ts';
import type { Database } from './database.ts';
import { findImagesByIds } from './images.ts';
import type { PageOfRows } from './lookups.ts';
import { ROW_COLUMNS, ROW_TABLES, SHOWN_IMAGES } from './rows.ts';
import type { WordQuery } from './word-query.ts';

export interface WordRows {
  rows: IndexedRow[];
  /** Every row up to this id was looked at; null where all were. */
  lookedAtUpTo: number | null;
}

/**
 * Rows read one by one from the start of a page, which finds common words at once, and beyond them, where words are
 * neither common nor rare. The words of 2,726 rows took 17 ms.
 */
const FIRST_READ = 1_000;
const READ_ON = 4_000;
/**
 * The index of words is asked while the planner expects it to name at most `expected` rows: it names every one before
 * it gives the first, 50 ms for two words in 300,000 rows each. Of what it names at most `named` are used, since they
 * lie all over the table. A phrase's words need not stand side by side in a row that is named, and so each is read.
 */
const OF_WORDS = { expected: 250_000, named: 5_000 };
const OF_PHRASES = { expected: 10_000, named: 3_000 };

const INDEXED = 'image_words(i.caption, i.author) @@ $1::text::tsquery';
const TEXT = 'image_text(i.caption, i.author)';

/**
 * The rows whose caption or author says all that is wanted, by id. It takes about the same time however common the
 * words are, and so may end before it has found `limit` rows; it says where.
 */
export async function rowsByWords(
  database: Database,
  wanted: WordQuery,
  page: PageOfRows<number>,
): Promise<WordRows> {
  const after = page.after ?? 0;
  const first = await readOn(database, wanted, page, after, FIRST_READ);
  if (first.lookedAtUpTo === null || first.rows.length >= page.limit) return first;

  const left = { ...page, limit: page.limit - first.rows.length };
  const named = await namedByIndex(database, wanted, first.lookedAtUpTo);
  const further =
    named === null
      ? await readOn(database, wanted, left, first.lookedAtUpTo, READ_ON)
      : await rowsNamed(database, wanted, named, left);
  return { ...further, rows: [...first.rows, ...further.rows] };
}

/** Looks at the next `count` rows after the one with id `after`, whatever they say. */
async function readOn(
  database: Database,
  wanted: WordQuery,
  { datasetIds, limit }: PageOfRows<number>,
  after: number,
  count: number,
): Promise<WordRows> {
  const [{ last, read }] = await database.query<{ last: number | null; read: number }>(
    `select max(id) as last, count(*) as read
     from (select i.id from ${SHOWN_IMAGES} i where i.id > $1 order by i.id limit $2) as next`,
    [after, count],
  );
  if (last === null) return { rows: [], lookedAtUpTo: null };
  const { sql, texts } = says(wanted, 5);
  const rows = await database.query<IndexedRow>(
    `select ${ROW_COLUMNS} from ${ROW_TABLES}
     where i.id > $1 and i.id <= $2 and ${sql} and ($3::bigint[] is null or i.dataset_id = any ($3))
     order by i.id limit $4`,
    [after, last, datasetIds, limit, ...texts],
  );
  return { rows, lookedAtUpTo: read < count && rows.length < limit ? null : last };
}

interface NamedRow {
  id: number;
  datasetId: number;
}

/** The rows after `after` that the index of words names, or null where they are too many to look at each. */
async function namedByIndex(
  database: Database,
  wanted: WordQuery,
  after: number,
): Promise<NamedRow[] | null> {
  const most = wanted.isExact ? OF_WORDS : OF_PHRASES;
  if ((await expectedRows(database, wanted)) > most.expected) return null;
  const named = await database.query<NamedRow>(
    `select i.id, i.dataset_id as "datasetId" from ${SHOWN_IMAGES} i where ${INDEXED} and i.id > $2 limit $3`,
    [wanted.ofIndex, after, most.named + 1],
  );
  return named.length > most.named ? null : named;
}

/** How many rows the planner expects to say the words, from what it knows of the commonest. */
async function expectedRows(database: Database, wanted: WordQuery): Promise<number> {
  const [answer] = await database.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) select i.id from ${SHOWN_IMAGES} i where ${INDEXED}`,
    [wanted.ofIndex],
  );
  return answer['QUERY PLAN'][0].Plan['Plan Rows'];
}

/** Of the rows that the index names, the first that say what is wanted. */
async function rowsNamed(
  database: Database,
  wanted: WordQuery,
  named: readonly NamedRow[],
  { datasetIds, limit }: PageOfRows<number>,
): Promise<WordRows> {
  const ids = named
    .filter(({ datasetId }) => datasetIds === null || datasetIds.includes(datasetId))
    .map(({ id }) => id)
    .toSorted((a, b) => a - b);
  if (wanted.isExact) {
    // Then the index is exact, and the words of a row, 8 µs each time, need not be read again.
    const next = ids.slice(0, limit);
    // Of these one may have been hidden since; of the others none is passed over for that.
    const lookedAtUpTo = next.length < ids.length ? next[next.length - 1] : null;
    return { rows: await findImagesByIds(database, next), lookedAtUpTo };
  }
  const { sql, texts } = says(wanted, 3);
  const rows = await database.query<IndexedRow>(
    `select ${ROW_COLUMNS} from ${ROW_TABLES}
     where i.id = any ($1::bigint[]) and ${sql}
     order by i.id limit $2`,
    [ids, limit, ...texts],
  );
  return { rows, lookedAtUpTo: null };
}

/** SQL that a row says what is wanted, from parameter number `first` on, without the index of words. */
function says({ spaced, runs, passages }: WordQuery, first: number): { sql: string; texts: string[] } {
  const texts = [...runs, ...passages, ...(spaced === null ? [] : [spaced])];
  const conditions = texts.map((_, i) => {
    const given = `$${first + i}::text`;
    if (i < runs.length) return `strpos(${TEXT}, ${given}) > 0`;
    if (i < runs.length + passages.length) return `strpos(caption_passage(${TEXT}), ${given}) > 0`;
    return `image_spaced_words(i.caption, i.author) @@ ${given}::tsquery`;
  });
  return { sql: conditions.join(' and '), texts };
}
