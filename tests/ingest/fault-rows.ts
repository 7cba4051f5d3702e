import { toUnitVector } from '../../src/core/embedding.ts';
import { bareRow } from '../../src/core/dataset.ts';
import type { RefusedRow } from '../../src/ingest/manifest/format.ts';
import type { RowSource } from '../../src/ingest/row-source.ts';
import type { PublishedRow } from '../../src/ingest/published-rows.ts';
import { randomNumbers } from '../../scripts/bench/random-numbers.ts';

export const SPACE = { model: 'pocket', modelRevision: 'published', dimensions: 16 };
export const DATASET = { dataset: 'fault', release: '1', rowsPublished: null };
export const ROWS = 1500;

/** Small, so that an ingest is made of many steps between which it can be killed. */
export const BATCH_ROWS = 24;
export const SEGMENT_ROWS = 160;

/** Rows of two files, some of them refused, and some with an id that came before. */
export const rows: RowSource<PublishedRow> = {
  rowCount: ROWS,
  async *rows(): AsyncGenerator<PublishedRow | RefusedRow> {
    const random = randomNumbers(7);
    for (let i = 0; i < ROWS; i++) {
      const line = i % (ROWS / 2);
      const vector = toUnitVector(Array.from({ length: SPACE.dimensions }, () => random() - 0.5));
      if (i % 97 === 5) {
        yield { refused: 'bad-url', line, file: 'one.tsv' };
        continue;
      }
      const id = i % 89 === 7 ? line - 3 : line;
      yield {
        ...bareRow(String(id), line, `https://fault.example/${id}.jpg`),
        file: i < ROWS / 2 ? 'one.tsv' : 'two.tsv',
        caption: `Row ${i} of all`,
        vector,
      };
    }
  },
};
