import type { IndexedRow } from '../core/dataset.ts';
import { TrainspotError } from '../core/errors.ts';
import { readFileHash } from '../core/file-hash.ts';
import type { LookupAnswer, LookupQuery } from '../api/lookup.ts';
import { onlyOneOf } from '../core/one-of.ts';
import { pageHint, readTypedAddress } from '../core/typed-address.ts';
import { sameAddress } from '../core/web-address.ts';
import type { Database } from '../db/database.ts';
import { listDatasets } from '../db/datasets.ts';
import { countDomain } from '../db/domain-counts.ts';
import { type PageOfRows, rowsByAddressKey, rowsByDomain, rowsByFileHash } from '../db/lookups.ts';
import { rowsByWords } from '../db/word-lookups.ts';
import { wordQuery } from '../db/word-query.ts';
import { readWebDomain } from '../advice/facts/web-domain.ts';
import { nothing, readCaptionWords } from './caption-words.ts';
import { readDomainCursor, readIdCursor, writeDomainCursor, writeIdCursor } from './cursor.ts';
import { visibleRows } from './visible-rows.ts';

const SUBJECTS = ['url', 'domain', 'sha256', 'md5', 'caption'] as const;
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** What every kind of lookup is given, checked. */
interface Page {
  datasetIds: number[] | null;
  after: string | undefined;
  limit: number;
}

/**
 * One page of the rows that answer to an address, a domain, a file's hash or words; suppressed ones are never among
 * them.
 * @throws TrainspotError `lookup-invalid` that names what is wrong, `dataset-unknown`
 */
export async function lookUp(question: LookupQuery, database: Database): Promise<LookupAnswer> {
  const subject = onlyOneOf(SUBJECTS, question);
  if (typeof subject !== 'string') throw notOne(subject);
  if (question.subdomains !== undefined && subject !== 'domain') {
    throw invalid(`'subdomains' goes with 'domain' alone, not with '${subject}'.`);
  }
  const text = question[subject]!;
  const limit = question.limit ?? DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw invalid(`'limit' is ${limit}; it should be a whole number from 1 to ${MAX_LIMIT}.`);
  }
  const datasetIds = question.dataset === undefined ? null : await idsOf(database, question.dataset);
  const page: Page = { datasetIds, after: question.after, limit };
  if (subject === 'url') return byAddress(database, text, page);
  if (subject === 'domain') return byDomain(database, text, question.subdomains ?? true, page);
  if (subject === 'caption') return byWords(database, text, page);
  return byHash(database, subject, text, page);
}

async function byAddress(database: Database, url: string, page: Page): Promise<LookupAnswer> {
  const read = readTypedAddress('url', url);
  if ('wrong' in read) throw invalid(read.wrong);
  const { address, form } = read;
  const rows = await rowsByAddressKey(database, form, byId(page));
  const { items, next } = cut(rows, page.limit);
  const found = await answer(
    database,
    items.filter((row) => sameAddress(row.url) === form),
    next,
  );
  const hint = rows.length === 0 && page.after === undefined ? pageHint(address) : null;
  return hint === null ? found : { ...found, hint };
}

async function byHash(
  database: Database,
  algorithm: 'sha256' | 'md5',
  text: string,
  page: Page,
): Promise<LookupAnswer> {
  const read = readFileHash(algorithm, text);
  if ('wrong' in read) throw invalid(read.wrong);
  const { items, next } = cut(await rowsByFileHash(database, algorithm, read.hash, byId(page)), page.limit);
  return answer(database, items, next);
}

async function byDomain(
  database: Database,
  text: string,
  subdomains: boolean,
  { datasetIds, after, limit }: Page,
): Promise<LookupAnswer> {
  const domain = readWebDomain(text);
  if ('wrong' in domain) throw invalid(`'domain': ${domain.wrong}`);
  const place = readDomainCursor(after);
  const [rows, counts] = await Promise.all([
    rowsByDomain(database, domain.reversed, subdomains, { datasetIds, after: place, limit: limit + 1 }),
    place === null ? countDomain(database, domain.reversed, subdomains, datasetIds) : null,
  ]);
  const last = rows.length > limit ? rows[limit - 1] : null;
  return { ...(await answer(database, rows.slice(0, limit), last && writeDomainCursor(last))), counts };
}

async function byWords(database: Database, text: string, page: Page): Promise<LookupAnswer> {
  const wanted = await wordQuery(database, readCaptionWords(text));
  if (wanted === null) throw nothing();
  const { rows, lookedAtUpTo } = await rowsByWords(database, wanted, byId(page));
  const { items, next } = cut(rows, page.limit);
  return answer(database, items, next ?? (lookedAtUpTo === null ? null : writeIdCursor(lookedAtUpTo)));
}

/** One row more than the page holds tells whether there is another page. */
function byId({ datasetIds, after, limit }: Page): PageOfRows<number> {
  return { datasetIds, after: readIdCursor(after), limit: limit + 1 };
}

function cut(
  rows: readonly IndexedRow[],
  limit: number,
): { items: readonly IndexedRow[]; next: string | null } {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? writeIdCursor(items[limit - 1].id) : null };
}

async function answer(
  database: Database,
  rows: readonly IndexedRow[],
  next: string | null,
): Promise<LookupAnswer> {
  return { items: await visibleRows(database, rows), next, counts: null };
}

async function idsOf(database: Database, name: string): Promise<number[]> {
  const known = await listDatasets(database);
  const ids = known.filter(({ dataset }) => dataset === name).map(({ id }) => id);
  if (ids.length > 0) return ids;
  const names = [...new Set(known.map(({ dataset }) => dataset))];
  throw new TrainspotError(
    'dataset-unknown',
    `'${name.slice(0, 100)}' is not indexed here. Indexed: ${names.join(', ') || 'nothing'}.`,
  );
}

function notOne(given: readonly string[]): TrainspotError {
  const names = SUBJECTS.join(', ');
  return invalid(
    given.length === 0
      ? `Say what to look up: one of ${names}.`
      : `'${given.join("' and '")}' came together; one of ${names} is looked up at a time.`,
  );
}

function invalid(message: string): TrainspotError {
  return new TrainspotError('lookup-invalid', message);
}
