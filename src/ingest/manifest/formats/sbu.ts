import { hasColumns, type ManifestFormat } from '../format.ts';
import { captionText, rowByPlace, shortText, webAddress } from '../row-values.ts';

const REQUIRED = ['image_urls', 'captions'] as const;

/** SBU Captioned Photos: one JSON document of parallel lists. `user_ids` are those of Flickr's accounts. */
export const sbu: ManifestFormat = {
  name: 'sbu',
  title: 'SBU Captioned Photos',
  requiredColumns: REQUIRED,
  optionalColumns: ['user_ids'],
  meanings: { caption: ['captions'], author: ['user_ids'] },
  carriesPictures: false,
  publishedIn: [{ dataset: 'sbu' }],
  recognises: ({ columns }) => hasColumns(columns, REQUIRED),
  row(raw, line, fileName) {
    const url = webAddress(raw.image_urls);
    if (url === null) return { refused: 'bad-url', line };
    return {
      ...rowByPlace(line, fileName, url),
      caption: captionText(raw.captions),
      author: shortText(raw.user_ids),
    };
  },
};
