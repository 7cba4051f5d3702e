import type { SizeCounts } from '../../../src/core/measured-counts.ts';
import { falsePositivesOf } from '../../../src/core/false-positives.ts';
import { falsePositiveWords } from '../../../src/core/words/false-positives.ts';
import { FOUND_GRADES } from '../score/outcome.ts';
import type { Table } from '../score/table.ts';

/** What became of each kind and edit, with its heading, cell by cell; empty where the whole check was not asked. */
export function kindRows({ byKind }: Table): string[][] {
  if (byKind.length === 0) return [];
  return [
    [
      'kind',
      'edit',
      'asked',
      'found',
      'part',
      'look-alike',
      'missed',
      ...FOUND_GRADES.map((grade) => `wrong: ${grade}`),
      'others as part',
    ],
    ...byKind.map(({ kind, edit, asked, found, part, lookAlike, missed, wrong, othersAsPart }) => [
      kind,
      edit,
      ...[asked, found, part, lookAlike, missed, ...FOUND_GRADES.map((grade) => wrong[grade])].map(counted),
      counted(othersAsPart),
    ]),
  ];
}

/** Checks of pictures that are not in the index, by size and kind, with the heading; empty where there are none. */
export function perCheckRows(sizes: readonly SizeCounts[]): string[][] {
  if (sizes.length === 0) return [];
  const lines = sizes.flatMap((size) => {
    const { byKind, ...all } = falsePositivesOf({ sizes: [size], measuredOn: '', how: '' });
    return [{ ...all, kind: 'all' }, ...byKind].map((line) => [
      counted(size.rows),
      line.kind,
      ...[line.pictures, line.checks, line.answeredFound, line.per10000AtMost].map(counted),
    ]);
  });
  return [
    ['rows', 'kind', 'pictures', 'checks without the picture', 'answered "found"', 'in 10,000, at most'],
    ...lines,
  ];
}

/** The sentence that artists are told, of the largest index; none where the whole check was not asked. */
export function perCheckInWords(sizes: readonly SizeCounts[]): string[] {
  if (sizes.length === 0) return [];
  return [falsePositiveWords(falsePositivesOf({ sizes, measuredOn: '', how: '' }))];
}

function counted(count: number): string {
  return count.toLocaleString('en-US');
}
