import type { ManifestRow } from '../../../core/dataset.ts';
import type { ManifestFormat, RawRecord } from '../format.ts';
import { captionText, hexDigest, sideLength, similarityValue, unsafeFlag } from '../row-values.ts';

/** What img2dataset says of a row beside its address and key, in its own files and in those made from them. */
export const FACT_COLUMNS = [
  'caption',
  'NSFW',
  'similarity',
  'width',
  'height',
  'original_width',
  'original_height',
  'sha256',
  'md5',
] as const;

export const FACT_MEANINGS: ManifestFormat['meanings'] = {
  caption: ['caption'],
  width: ['original_width', 'width'],
  height: ['original_height', 'height'],
  sha256: ['sha256'],
  md5: ['md5'],
  similarity: ['similarity'],
  unsafe: ['NSFW'],
};

/** Those columns' values. The sizes are the original's where they are known, since files may have been resized. */
export function factsOf(
  raw: RawRecord,
): Pick<ManifestRow, 'caption' | 'width' | 'height' | 'sha256' | 'md5' | 'similarity' | 'unsafe'> {
  return {
    caption: captionText(raw.caption),
    width: sideLength(raw.original_width) ?? sideLength(raw.width),
    height: sideLength(raw.original_height) ?? sideLength(raw.height),
    sha256: hexDigest(raw.sha256, 256),
    md5: hexDigest(raw.md5, 128),
    similarity: similarityValue(raw.similarity),
    unsafe: unsafeFlag(raw.NSFW),
  };
}
