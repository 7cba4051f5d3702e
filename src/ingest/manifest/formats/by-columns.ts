import { bareRow } from '../../../core/dataset.ts';
import { TrainspotError } from '../../../core/errors.ts';
import type { ManifestFormat } from '../format.ts';
import {
  captionText,
  hexDigest,
  rowByPlace,
  rowIdentity,
  shortText,
  sideLength,
  similarityValue,
  unsafeFlag,
  webAddress,
} from '../row-values.ts';

/** What a column can be read as. `url` alone must be there. */
const MEANINGS = [
  'url',
  'id',
  'caption',
  'width',
  'height',
  'sha256',
  'md5',
  'phash',
  'similarity',
  'unsafe',
  'author',
  'page',
] as const;

type Meaning = (typeof MEANINGS)[number];

/** The columns of a file that is of no published format, by what they mean. */
export type ColumnMap = Partial<Record<Meaning, string>> & { url: string };

/** Reads columns that are called by what they mean; those that are not there are not known. */
export const generic = byColumns({ url: 'url' }, [...MEANINGS]);

/**
 * Reads `url=image_link,caption=alt`: what a column means, and its name (or, in a file without a header, the
 * number of its field, from 0).
 * @throws TrainspotError `usage` naming the part that is wrong
 */
export function parseColumnMap(text: string): ColumnMap {
  const map = new Map<Meaning, string>();
  for (const part of text.split(',')) {
    const [word, ...rest] = part.split('=');
    const meaning = MEANINGS.find((each) => each === word.trim());
    const column = rest.join('=').trim();
    if (!meaning || column === '') throw wrongMap(`'${part.trim()}' is no MEANING=COLUMN`);
    if (map.has(meaning)) throw wrongMap(`'${meaning}' is given twice`);
    map.set(meaning, column);
  }
  const url = map.get('url');
  if (url === undefined) throw wrongMap("'url' is missing");
  return { ...Object.fromEntries(map), url };
}

/**
 * A format of which no more is known than what its columns mean. The row id is `id`, or the row's place where no
 * column is one; with such a column, a row without an id is refused.
 */
export function byColumns(map: ColumnMap, alsoByName: readonly Meaning[] = []): ManifestFormat {
  const columnOf = (meaning: Meaning): string | undefined =>
    map[meaning] ?? (alsoByName.includes(meaning) ? meaning : undefined);
  const mapped = Object.values(map);
  return {
    name: 'generic',
    title: 'any other file, by its columns',
    requiredColumns: mapped,
    optionalColumns: alsoByName.filter((name) => !mapped.includes(name)),
    carriesPictures: false,
    publishedIn: [],
    // Columns called url and caption stand in many files; only a user can say that no more is meant.
    recognises: () => false,
    row(raw, line, fileName) {
      const value = (meaning: Meaning): unknown => raw[columnOf(meaning) ?? ''];
      const url = webAddress(value('url'));
      if (url === null) return { refused: 'bad-url', line };
      const id = rowIdentity(value('id'));
      if (id === null && map.id !== undefined) return { refused: 'bad-row-id', line };
      return {
        ...(id === null ? rowByPlace(line, fileName, url) : bareRow(id, line, url)),
        caption: captionText(value('caption')),
        width: sideLength(value('width')),
        height: sideLength(value('height')),
        sha256: hexDigest(value('sha256'), 256),
        md5: hexDigest(value('md5'), 128),
        phash: hexDigest(value('phash'), 64),
        similarity: similarityValue(value('similarity')),
        unsafe: unsafeFlag(value('unsafe')),
        author: shortText(value('author')),
        pageUrl: shortText(value('page')),
      };
    },
  };
}

function wrongMap(what: string): TrainspotError {
  return new TrainspotError(
    'usage',
    `--columns: ${what}. It is written like url=image_link,caption=alt; the meanings are ${MEANINGS.join(', ')}.`,
  );
}
