import { counted } from '../../core/words/counts.ts';
import type { IngestCounts } from '../../core/outcome.ts';
import type { IngestStage } from '../../runtime/stages.ts';

/** What is to be taken in; how its parts may be combined is `kindOf`'s to say. */
export interface IndexRequest {
  /** Left out where the manifest tells. */
  dataset?: string;
  release?: string;
  /** Files that list the rows, or folders of them. */
  manifest?: string | readonly string[];
  /** The manifest's format; recognised when left out. */
  format?: string;
  /** What its columns mean, where it is of no published format: `url=image_link,caption=alt`. */
  columns?: string;
  /** Folder of the pictures; without it they lie beside the manifest (img2dataset) or are fetched from the web. */
  pictures?: string;
  /** Embeddings that were published with the dataset, and their rows: see `openPublishedRows`. */
  embeddings?: string;
  /** Saves what the manifest says of its rows, and no more: no picture, no model, no index. */
  metadataOnly?: boolean;
  model?: string;
  /** Indexes every row anew, whatever the index holds. */
  rebuild?: boolean;
}

/** The one-line summary of an ingest; every row read is in `indexed`, `listed`, `skipped`, `refused` or `failed`. */
export interface IndexSummary extends IngestCounts {
  dataset: string;
  release: string;
  /** The manifest's format. */
  format: string;
  /** Null where the rows were only listed. */
  model: string | null;
  /** Rows that are not refused. */
  kept: number;
  seconds: number;
  /** By stage, summed over what ran at once: together they may be more than `seconds`. */
  stages: Partial<Record<IngestStage, number>>;
  /** True where it was stopped before the last row; else left out. */
  stopped?: true;
  /** How columns were told by their names, what is still to be done before the rows can be searched, or was left to a later ingest; left out where there is nothing. */
  note?: string;
}

/** Such as "40 indexed, 8 skipped, 2 failed (http-404 2)". */
export function countsInWords({ indexed, listed, skipped, refused, failed, unusable }: IngestCounts): string {
  const parts = [listed > 0 ? `${listed} listed` : `${indexed} indexed`];
  if (skipped) parts.push(`${skipped} skipped`);
  for (const [word, reasons] of [
    ['refused', refused],
    ['failed', failed],
  ] as const) {
    const each = Object.entries(reasons).map(([reason, count]) => `${reason} ${count}`);
    if (each.length > 0) parts.push(`${sumOf(reasons)} ${word} (${each.join(', ')})`);
  }
  if (sumOf(unusable) > 0) {
    const each = Object.entries(unusable).map(([column, count]) => `${column} ${count}`);
    parts.push(`${sumOf(unusable)} values unusable (${each.join(', ')})`);
  }
  return parts.join(', ');
}

/** What to look at first, by why every row of an ingest failed or was refused. */
const HINTS: Readonly<Record<string, string>> = {
  'bad-url': 'Does another column hold the addresses? --columns url=NAME says which.',
  malformed: 'Is it a file of this kind, whole and unpacked?',
  'not-in-folder': 'In the folder of pictures, each file is to be named like the last part of its address.',
  unreadable: 'May whoever runs this read the folder of pictures and the files in it?',
  dns: 'Is this machine connected to the web?',
  'dns-later': 'Is this machine connected to the web?',
  'address-refused': 'Hosts on a private network have to be named in FETCH_PRIVATE_HOSTS.',
};

/** Why nothing at all came of an ingest that ran to its end; null where something did, or was there already. */
export function whyNothing(counts: IngestCounts): string | null {
  const { rows, indexed, listed, skipped, refused, failed } = counts;
  if (indexed + listed + skipped > 0) return null;
  if (rows === 0) return 'Nothing was indexed: there is no row in it.';
  const reasons = Object.entries({ ...refused, ...failed }).toSorted(([, a], [, b]) => b - a);
  const each = reasons.map(([reason, count]) => `${reason} ${count}`).join(', ');
  const [[most]] = reasons;
  const hint = Object.hasOwn(HINTS, most) ? ` ${HINTS[most]}` : '';
  return `Nothing was indexed of ${counted(rows, 'row')}: ${each}.${hint}`;
}

/** All counts together. */
export function sumOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
