import { createHash } from 'node:crypto';
import { toUnitVector } from '../../src/core/embedding.ts';
import { bareRow } from '../../src/core/dataset.ts';
import type { RefusedRow } from '../../src/ingest/manifest/format.ts';
import { rowSource, type RowSource } from '../../src/ingest/manifest/row-source.ts';
import type { PublishedRow } from '../../src/ingest/published-rows.ts';
import { randomNumbers } from '../../scripts/bench/random-numbers.ts';

export const SPACE = { model: 'pocket', modelRevision: 'published', dimensions: 16 };
export const DATASET = { dataset: 'fault', release: '1', rowsPublished: null };
export const ROWS = 1500;

/** Small, so that an ingest is made of many steps between which it can be killed. */
export const BATCH_ROWS = 24;
export const SEGMENT_ROWS = 160;

/** Of a merged segment: into two they all fit. */
export const MOST_ROWS = 1000;

/** Rows of two files, some of them refused, and some with an id that came before. */
export const rows: RowSource<PublishedRow> = rowSource(
  ROWS,
  ['one.tsv', 'two.tsv'].map((name, number) => ({
    name,
    content: async () => ({
      sha256: createHash('sha256').update(name).digest('hex'),
      isUnchanged: async () => true,
    }),
    rows: () => rowsOf(name, number),
  })),
);

async function* rowsOf(file: string, number: number): AsyncGenerator<PublishedRow | RefusedRow> {
  const random = randomNumbers(7 + number);
  for (let line = 0; line < ROWS / 2; line++) {
    const i = number * (ROWS / 2) + line;
    const vector = toUnitVector(Array.from({ length: SPACE.dimensions }, () => random() - 0.5));
    if (i % 97 === 5) {
      yield { refused: 'bad-url', line, file };
      continue;
    }
    const id = i % 89 === 7 ? line - 3 : line;
    yield {
      ...bareRow(String(id), line, `https://fault.example/${id}.jpg`),
      file,
      caption: `Row ${i} of all`,
      vector,
    };
  }
}
