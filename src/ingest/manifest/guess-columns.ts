import type { FileSample } from './format.ts';
import { isFieldNumber } from './containers/header.ts';
import { mostly } from './formats/headerless.ts';
import type { ColumnMap, Meaning } from './formats/by-columns.ts';
import { webAddress } from './row-values.ts';

/**
 * What columns are called elsewhere, in lower case and by letters and digits alone, the surest name first: where a file
 * has an `image_url` and a `url`, the second is the page's. Ids are few: rows of one id are one row, and a column of
 * another kind's numbers would have rows lost.
 */
const NAMES: Readonly<Partial<Record<Meaning, readonly string[]>>> = {
  url: [
    'imageurl',
    'imgurl',
    'imageuri',
    'imagelink',
    'imglink',
    'imagesrc',
    'imgsrc',
    'imagehref',
    'pictureurl',
    'photourl',
    'contenturl',
    'mediaurl',
    'url',
    'uri',
    'src',
    'image',
    'img',
    'picture',
    'photo',
    'link',
    'href',
  ],
  id: ['id', 'sampleid', 'uid', 'rowid'],
  caption: [
    'caption',
    'captions',
    'imagecaption',
    'text',
    'texts',
    'alttext',
    'alt',
    'imagealt',
    'description',
    'title',
    'prompt',
    'label',
  ],
  width: ['width', 'originalwidth', 'imagewidth'],
  height: ['height', 'originalheight', 'imageheight'],
  sha256: ['sha256', 'sha256hash', 'imagesha256'],
  md5: ['md5', 'md5hash', 'imagemd5'],
  phash: ['phash', 'imagephash'],
  similarity: ['similarity', 'clipsimilarity', 'clipscore'],
  unsafe: ['unsafe', 'punsafe', 'nsfw', 'nsfwscore'],
  author: ['author', 'artist', 'creator', 'photographer'],
  page: ['page', 'pageurl', 'permalink', 'foreignlandingurl', 'landingpage'],
};

/**
 * What the columns of a file of no published format mean, by their names and by the addresses that stand in one; null
 * where no column is sure to hold the addresses of pictures.
 */
export function guessedColumns(look: FileSample): ColumnMap | null {
  const found = Object.entries(NAMES).flatMap(([meaning, names]) => {
    const column = named(look.columns, names, (each) => meaning !== 'url' || mayHoldAddresses(look, each));
    return column === undefined ? [] : [[meaning, column]];
  });
  const { url, ...others } = Object.fromEntries(found) as Partial<ColumnMap>;
  return url === undefined ? null : { url, ...others };
}

/** The columns whose names may tell what they mean. */
export function nameableColumns({ columns }: Pick<FileSample, 'columns'>): string[] {
  const names = Object.values(NAMES).flat();
  return columns.filter((column) => names.includes(bare(column)));
}

/** Columns to begin with where none can be guessed: of addresses and of words, as far as a look tells. */
export function likelyColumns(look: FileSample): ColumnMap {
  const url = look.columns.find((column) => holdsAddresses(look, column)) ?? look.columns[0];
  const others = look.columns.filter((column) => column !== url && !holdsAddresses(look, column));
  const [caption] = others.toSorted((a, b) => lettersIn(look, b) - lettersIn(look, a));
  return caption === undefined ? { url } : { url, caption };
}

function named(
  columns: readonly string[],
  names: readonly string[],
  fits: (column: string) => boolean,
): string | undefined {
  for (const name of names) {
    const column = columns.find((each) => !isFieldNumber(each) && bare(each) === name && fits(each));
    if (column !== undefined) return column;
  }
  return undefined;
}

/** A parquet file shows no values. */
function mayHoldAddresses(look: FileSample, column: string): boolean {
  return look.sample.length === 0 || holdsAddresses(look, column);
}

function holdsAddresses(look: FileSample, column: string): boolean {
  return mostly(look, column, (value) => webAddress(value) !== null);
}

function lettersIn({ sample }: FileSample, column: string): number {
  return sample.reduce((sum, record) => {
    const value = record[column];
    return sum + (typeof value === 'string' ? value.length : 0);
  }, 0);
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
