import { mapConcurrently } from '../core/concurrency.ts';
import type { ModelCard } from '../core/model-card.ts';
import { VIEWS } from '../core/picture.ts';
import { randomFor, shuffled } from '../core/random.ts';
import type { FloorReport } from '../models/floor-report.ts';
import { compareWithRows, sizesUpTo, type TwoWays } from './compare.ts';
import type { Editor } from './editor.ts';
import { measured, type Asked, type OtherIndex } from './measured.ts';
import { readPictures, type CalibrationRow, type ReadingParts } from './read-pictures.ts';

export interface CalibrationParts extends Omit<ReadingParts, 'onProgress'> {
  editor: Editor;
  indexes: readonly OtherIndex[];
  onProgress: (what: 'reading' | 'measuring', done: number, total: number) => void;
}

/** Where it comes from, as the report says. */
type Identity = Pick<FloorReport, 'modelRevision' | 'measuredOn' | 'software'>;

/**
 * Measures a card's floors on the pictures of a folder: cosines of each picture's edits to its own row and to the nearest
 * other one, among the folder's other pictures and in `indexes`.
 * @param most pictures that are edited; all of them are rows
 * @throws TrainspotError as `readPictures` does
 */
export async function calibrate(
  card: ModelCard,
  identity: Identity,
  folder: string,
  most: number,
  parts: CalibrationParts,
): Promise<FloorReport> {
  const { onProgress } = parts;
  const pictures = await readPictures(card, folder, {
    ...parts,
    onProgress: (done, total) => onProgress('reading', done, total),
  });
  const order = shuffled(randomFor(1, card.name), pictures.rows);
  const independent = firstOfGroups(order);
  const chosen = independent.slice(0, most);
  const sizes = sizesUpTo(independent.length - 1);
  let done = 0;
  const asked = await mapConcurrently(chosen, parts.atOnce, async (row): Promise<Asked> => {
    const edits = await askEdits(
      card,
      row,
      await pictures.read(row.name),
      { order: independent, sizes },
      parts,
    );
    onProgress('measuring', ++done, chosen.length);
    return { row, edits };
  });
  return {
    model: card.name,
    ...identity,
    pictures: {
      files: pictures.files,
      unreadable: pictures.unreadable,
      variants: pictures.rows.length - independent.length,
      independent: independent.length,
      asked: asked.length,
    },
    ...measured(asked, sizes, parts.indexes),
  };
}

/** One row of each group, in the same order. */
function firstOfGroups(rows: readonly CalibrationRow[]): CalibrationRow[] {
  const seen = new Set<number>();
  return rows.filter(({ group }) => !seen.has(group) && seen.add(group));
}

async function askEdits(
  card: ModelCard,
  row: CalibrationRow,
  bytes: Uint8Array,
  { order, sizes }: { order: readonly CalibrationRow[]; sizes: readonly number[] },
  { editor, fingerprinter, indexes }: CalibrationParts,
): Promise<Asked['edits']> {
  const edits: Asked['edits'][number][] = [];
  for (const file of await editor.edits(bytes, row.name)) {
    const { embeddings } = await fingerprinter.fingerprint(file, [card.name], {
      views: VIEWS,
      keypoints: 'none',
    });
    // The first view is the picture as it lies.
    const views = embeddings.map(({ vector }) => vector);
    const ofIndexes: TwoWays[] = [];
    for (const index of indexes) {
      const cosines = await index.nearest(views);
      ofIndexes.push({ asItLies: cosines[0], byBestView: Math.max(...cosines) });
    }
    edits.push({ ...compareWithRows(views, row, order, sizes), ofIndexes });
  }
  return edits;
}
