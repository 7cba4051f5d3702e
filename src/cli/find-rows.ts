import type { LookupAnswer, LookupQuery, LookupRow } from '../api/lookup.ts';
import type { Client } from '../service/trainspot.ts';

/** Rows of one question at most: what the service gives at once. */
const PAGE = 100;

/**
 * The first `limit` rows of a lookup, over as many pages as they take, and the counts of its first page.
 * @throws TrainspotError as the lookup does
 */
export async function findRows(
  question: LookupQuery,
  limit: number,
  client: Pick<Client, 'lookUp'>,
): Promise<LookupAnswer> {
  const first = await client.lookUp({ ...question, limit: Math.min(limit, PAGE) });
  const items = [...first.items];
  let { next } = first;
  while (next !== null && items.length < limit) {
    const page = await client.lookUp({
      ...question,
      after: next,
      limit: Math.min(limit - items.length, PAGE),
    });
    items.push(...page.items);
    next = page.next;
  }
  return { ...first, items, next };
}

/** The answer as lines for a person at a terminal. */
export function rowsInWords({ items, next, counts, hint }: LookupAnswer): string[] {
  const lines = items.flatMap(rowInWords);
  if (counts !== null && counts.datasets.length > 0) {
    const atLeast = counts.complete ? '' : 'at least ';
    const each = counts.datasets.map(
      ({ dataset, release, rows }) => `    ${dataset} (${release}): ${atLeast}${rows}`,
    );
    lines.unshift('  Rows in all:', ...each);
  }
  if (items.length === 0) {
    lines.push('  No row answers to it in what is indexed here.');
    if (hint !== undefined) lines.push(`  ${hint}`);
  } else if (next !== null) lines.push(`  There are more; go on with --after ${next}`);
  return lines;
}

/** One row as lines. */
export function rowInWords(row: LookupRow): string[] {
  const { dataset, release, rowId, file, url, link, caption, author, width, height } = row;
  const place = file === null ? `row ${rowId}` : `row ${rowId} of ${file}`;
  const size = width === null || height === null ? '' : `, ${width} × ${height}`;
  const said = [caption && `“${caption}”`, author && `by ${author}`].filter(Boolean).join(' ');
  return [
    `  ${dataset} (${release}), ${place}${size}`,
    `    ${url}`,
    ...(link ? [`    link ${link.kind} since ${link.since.slice(0, 10)} (${link.reason})`] : []),
    ...(said ? [`    ${said}`] : []),
  ];
}
