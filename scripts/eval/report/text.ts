import type { Evaluation } from '../evaluate.ts';
import type { Line, Table } from '../score/table.ts';
import { listed } from '../../../src/core/words/counts.ts';
import { kindRows, perCheckInWords, perCheckRows } from './kinds.ts';
import { shortNames } from './short-names.ts';

/** A column of the table: its heading, and what it says of a line. */
export interface Column {
  heading: string;
  value: (line: Line) => string;
}

/** The columns that the stages filled. */
export function columnsOf({ lines }: Table): Column[] {
  const columns: Column[] = [{ heading: 'queries', value: ({ queries }) => String(queries) }];
  const share = (heading: string, of: (line: Line) => number | null): void => {
    if (lines.some((line) => of(line) !== null))
      columns.push({ heading, value: (line) => percent(of(line)) });
  };
  share('found', ({ found }) => found);
  share('first', ({ firstShare }) => firstShare);
  if (lines.some(({ falseMatches }) => falseMatches !== null)) {
    columns.push({ heading: 'false', value: ({ falseMatches }) => String(falseMatches) });
  }
  for (const grade of ['identical', 'copy', 'edited', 'part', 'look-alike', 'none'] as const) {
    share(grade, ({ grades, queries }) => (grades ? grades[grade] / queries : null));
  }
  share('recall@100', ({ recall }) => recall);
  share('PDQ alone', ({ pdq }) => pdq);
  const models = new Set(lines.flatMap(({ embedding }) => Object.keys(embedding)));
  for (const [model, name] of shortNames([...models])) {
    share(`${name} alone`, ({ embedding }) => embedding[model] ?? null);
    share(`${name} recall@50`, ({ embeddingRecall }) => embeddingRecall[model] ?? null);
  }
  share('geometry alone', ({ geometry }) => geometry);
  return columns;
}

/** The whole result as Markdown. */
export function asMarkdown(evaluation: Evaluation): string {
  const { table, twins, sizes } = evaluation;
  const columns = columnsOf(table);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const tableIn = ([head, ...rows]: readonly (readonly string[])[]): string[] =>
    head === undefined ? [] : ['', row(head), row(head.map(() => '---:')), ...rows.map(row), ''];
  const lineOf = (line: Line): string => row([line.title, ...columns.map(({ value }) => value(line))]);
  return [
    '# Copy detection, evaluated',
    '',
    setInWords(evaluation),
    '',
    row(['edit', ...columns.map(({ heading }) => heading)]),
    row(['---', ...columns.map(() => '---:')]),
    ...table.lines.map(lineOf),
    ...table.means.map(lineOf),
    '',
    ...perCheckInWords(sizes).map((line) => `- ${line}`),
    ...precisionInWords(table).map((line) => `- ${line}`),
    ...ratiosInWords(table).map((line) => `- ${line}`),
    ...tableIn(perCheckRows(sizes)),
    ...tableIn(kindRows(table)),
    ...tableIn(histogramRows(table)),
    ...Object.entries(twins).map(
      ([own, same]) => `- ${own} stands there in other rows as well: ${same.join(', ')}`,
    ),
    '',
  ].join('\n');
}

/** What was asked of what, in one sentence. */
export function setInWords({ options, rows, asked, sizes, pipelineModel }: Evaluation): string {
  const kinds =
    sizes.at(-1)?.kinds.map(({ kind, asked: [, pictures] }) => `${counted(pictures)} ${kind}`) ?? [];
  const which = kinds.length === 0 ? '' : ` (${kinds.join(', ')})`;
  const among =
    sizes.length > 1
      ? `indexes of ${listed(sizes.map((size) => counted(size.rows)))} rows`
      : `${counted(rows)} rows, drawn ones among them`;
  const sample = options.sample === null ? '' : 'a sample of ';
  return (
    `${sample}${counted(asked)} pictures${which}, ${options.edits.length} edits of each, among ${among}; ` +
    `index of ${pipelineModel}, seed ${options.seed}.`
  );
}

/** One line a grade; none where the whole check was not asked. */
export function precisionInWords({ precision, byKind }: Table): string[] {
  if (byKind.length === 0) return [];
  return precision.map(({ grade, truePairs, falsePairs, interval: [low, high] }) => {
    const pairs = `${grade}: ${counted(truePairs)} right and ${counted(falsePairs)} false pairs`;
    return truePairs + falsePairs === 0
      ? pairs
      : `${pairs}; right in ${exact(low)}–${exact(high)} (95 %, Wilson)`;
  });
}

/** The histogram of agreeing keypoints with its heading, cell by cell; empty where there is none. */
export function histogramRows({ histogram, othersConfirmed }: Table): string[][] {
  if (histogram === null) return [];
  const others = histogram.reduce((sum, bin) => sum + bin.others, 0);
  const heading = `other rows (${counted(othersConfirmed)} of ${counted(others)} confirmed)`;
  return [
    ['agreeing keypoints', 'own rows', heading],
    ...histogram.map(({ inliers, own, others: count }) => [inliers, counted(own), counted(count)]),
  ];
}

/** How the models' misses compare. */
export function ratiosInWords({ missRatios }: Table): string[] {
  const names = shortNames([...new Set(missRatios.flatMap(({ first, second }) => [first, second]))]);
  return missRatios.map(({ first, second, ratio }) => {
    const times = Number.isNaN(ratio) ? 'neither misses any' : ratio.toFixed(2);
    return `mean misses of ${names.get(first)} / ${names.get(second)}, embedding alone: ${times}`;
  });
}

/** Such as "98.5 %"; a dash for what was not measured. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}

function exact(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function counted(count: number): string {
  return count.toLocaleString('en-US');
}
