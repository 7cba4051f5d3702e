import { hasColumns, type ManifestFormat } from '../format.ts';
import { captionText, rowByPlace, shortText, sideLength, webAddress } from '../row-values.ts';

const REQUIRED = ['page_url', 'image_url', 'page_title', 'caption_reference_description'] as const;

/**
 * The captions, the best first: what the page says under the picture, what it says to those who cannot see it, and
 * what the picture's own page says, which may be of another language and be a credit line.
 */
const CAPTIONS = [
  'caption_reference_description',
  'caption_alt_text_description',
  'caption_attribution_description',
] as const;

/** Wikipedia-based Image Text. A picture that stands on several pages has a row for each. */
export const wit: ManifestFormat = {
  name: 'wit',
  title: 'WIT tab-separated text',
  requiredColumns: REQUIRED,
  optionalColumns: [...CAPTIONS.slice(1), 'original_width', 'original_height'],
  meanings: {
    caption: CAPTIONS,
    width: ['original_width'],
    height: ['original_height'],
    pageUrl: ['page_url'],
  },
  carriesPictures: false,
  publishedIn: [{ dataset: 'wit' }],
  recognises: ({ columns }) => hasColumns(columns, REQUIRED),
  row(raw, line, fileName) {
    const url = webAddress(raw.image_url);
    if (url === null) return { refused: 'bad-url', line };
    const captions = CAPTIONS.map((column) => captionText(raw[column]));
    return {
      ...rowByPlace(line, fileName, url),
      caption: captions.find((caption) => caption !== null) ?? null,
      width: sideLength(raw.original_width),
      height: sideLength(raw.original_height),
      pageUrl: shortText(raw.page_url),
    };
  },
};
