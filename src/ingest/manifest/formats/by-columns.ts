import { bareRow } from '../../../core/dataset.ts';
import { TrainspotError } from '../../../core/errors.ts';
import type { ManifestFormat, RowFact } from '../format.ts';
import { saysNothing } from '../plain-values.ts';
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

export type Meaning = (typeof MEANINGS)[number];

/** The meanings that are no fact of a row, and what the others are called there. */
const IN_ROW: Partial<Record<Meaning, RowFact | null>> = { url: null, id: null, page: 'pageUrl' };

/** The columns of a file that is of no published format, by what they mean. */
export type ColumnMap = Partial<Record<Meaning, string>> & { url: string };

/** Reads columns that are called by what they mean; those that are not there are not known. */
export const generic = byColumns({ url: 'url' }, [...MEANINGS]);

/**
 * Reads `url=image_link,caption=alt`: what a column means, and its name (or, in a file without a header, the
 * number of its field, from 0). A comma or a backslash in a name has a backslash before it.
 * @throws TrainspotError `usage` naming the part that is wrong
 */
export function parseColumnMap(text: string): ColumnMap {
  const map = new Map<Meaning, string>();
  for (const part of text.match(/(?:[^,\\]|\\.?)+|^(?=,|$)|(?<=,)(?=,|$)/gs) ?? []) {
    const [word, ...rest] = part.split('=');
    const meaning = MEANINGS.find((each) => each === word.trim());
    const column = rest.join('=').trim().replaceAll(/\\(.)/gs, '$1');
    if (!meaning || column === '') throw wrongMap(`'${part.trim()}' is no MEANING=COLUMN`);
    if (map.has(meaning)) throw wrongMap(`'${meaning}' is given twice`);
    map.set(meaning, column);
  }
  const url = map.get('url');
  if (url === undefined) throw wrongMap("'url' is missing");
  return { ...Object.fromEntries(map), url };
}

/** The text that `parseColumnMap` reads as `map`. */
export function columnMapText(map: ColumnMap): string {
  return MEANINGS.filter((meaning) => map[meaning] !== undefined)
    .map((meaning) => `${meaning}=${(map[meaning] ?? '').replaceAll(/[\\,]/g, String.raw`\$&`)}`)
    .join(',');
}

/**
 * A format of which no more is known than what its columns mean. The row id is `id`, or the row's place where no
 * column is one. With such a column, a row whose id makes no sense is refused.
 * @param hasIds whether a row without an id is refused as well
 */
export function byColumns(
  map: ColumnMap,
  alsoByName: readonly Meaning[] = [],
  hasIds = map.id !== undefined,
): ManifestFormat {
  const columnOf = (meaning: Meaning): string | undefined =>
    map[meaning] ?? (alsoByName.includes(meaning) ? meaning : undefined);
  const mapped = Object.values(map);
  return {
    name: 'generic',
    title: 'any other file, by its columns',
    requiredColumns: mapped,
    optionalColumns: alsoByName.filter((name) => !mapped.includes(name)),
    meanings: Object.fromEntries(
      MEANINGS.flatMap((meaning) => {
        const [fact, column] = [IN_ROW[meaning] === undefined ? meaning : IN_ROW[meaning], columnOf(meaning)];
        return fact === null || column === undefined ? [] : [[fact, [column]]];
      }),
    ),
    carriesPictures: false,
    publishedIn: [],
    // Columns called url and caption stand in many files; only a user can say that no more is meant.
    recognises: () => false,
    row(raw, line, fileName) {
      const value = (meaning: Meaning): unknown => raw[columnOf(meaning) ?? ''];
      const url = webAddress(value('url'));
      if (url === null) return { refused: 'bad-url', line };
      const id = rowIdentity(value('id'));
      if (id === null && (hasIds || !saysNothing(value('id')))) return { refused: 'bad-row-id', line };
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
