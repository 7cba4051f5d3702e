import { bareRow } from '../../../core/dataset.ts';
import { hasColumns, type ManifestFormat } from '../format.ts';
import { captionText, rowIdentity, shortText, webAddress } from '../row-values.ts';

const REQUIRED = ['image_id', 'author', 'url', 'raw_caption', 'permalink'] as const;

/**
 * RedCaps' annotations, one file for each subreddit and year. Of its two captions the raw one is taken, which is
 * what the author wrote: `caption` was cleaned for training, and an author who looks for a post knows their own
 * words. The permalink stays as it is published, a path on reddit.
 */
export const redcaps: ManifestFormat = {
  name: 'redcaps',
  title: 'RedCaps annotations',
  requiredColumns: REQUIRED,
  optionalColumns: ['caption'],
  meanings: { caption: ['raw_caption', 'caption'], author: ['author'], pageUrl: ['permalink'] },
  carriesPictures: false,
  publishedIn: [{ dataset: 'redcaps' }],
  recognises: ({ columns }) => hasColumns(columns, REQUIRED),
  row(raw, line) {
    const url = webAddress(raw.url);
    if (url === null) return { refused: 'bad-url', line };
    const rowId = rowIdentity(raw.image_id);
    if (rowId === null) return { refused: 'bad-row-id', line };
    return {
      ...bareRow(rowId, line, url),
      caption: captionText(raw.raw_caption) ?? captionText(raw.caption),
      author: shortText(raw.author),
      pageUrl: shortText(raw.permalink),
    };
  },
};
