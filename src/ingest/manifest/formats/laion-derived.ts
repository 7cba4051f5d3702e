import { hasColumns, type ManifestFormat, type PublishedIn } from '../format.ts';
import {
  captionText,
  hexDigest,
  rowByPlace,
  sideLength,
  similarityValue,
  unsafeScore,
  webAddress,
} from '../row-values.ts';

/** In all of the sets that LAION made from laion2B. `hash` is of address and text, not of the picture: unread. */
const COLUMNS = ['URL', 'TEXT', 'WIDTH', 'HEIGHT', 'similarity', 'hash', 'punsafe', 'pwatermark'] as const;

/** What one of them has more than the others; a file with a column of these is of that one. */
const OWN_COLUMNS = ['md5', 'aesthetic', 'AESTHETIC_SCORE'] as const;

/**
 * A set made from laion2B, without row ids.
 * @param own the columns that tell it from its sisters
 */
export function laionDerived(
  name: string,
  title: string,
  own: readonly (typeof OWN_COLUMNS)[number][],
  publishedIn: readonly PublishedIn[],
): ManifestFormat {
  const requiredColumns = [...COLUMNS, ...own];
  const others = OWN_COLUMNS.filter((column) => !own.includes(column));
  return {
    name,
    title,
    requiredColumns,
    optionalColumns: [],
    meanings: {
      caption: ['TEXT'],
      width: ['WIDTH'],
      height: ['HEIGHT'],
      md5: own.filter((column) => column === 'md5'),
      similarity: ['similarity'],
      unsafe: ['punsafe'],
    },
    carriesPictures: false,
    publishedIn,
    recognises: ({ columns }) =>
      hasColumns(columns, requiredColumns) &&
      !columns.some((column) => column === 'SAMPLE_ID' || others.some((other) => other === column)),
    row(raw, line, fileName) {
      const url = webAddress(raw.URL);
      if (url === null) return { refused: 'bad-url', line };
      return {
        ...rowByPlace(line, fileName, url),
        caption: captionText(raw.TEXT),
        width: sideLength(raw.WIDTH),
        height: sideLength(raw.HEIGHT),
        md5: hexDigest(raw.md5, 128),
        similarity: similarityValue(raw.similarity),
        unsafe: unsafeScore(raw.punsafe),
      };
    },
  };
}
