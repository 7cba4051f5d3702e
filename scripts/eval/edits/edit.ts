import { type Change } from '../../../src/calibrate/edits/change.ts';
import { asJpeg, asSharp } from '../../../src/calibrate/edits/raster.ts';
import { largePixels, rowPixels } from '../picture/raster.ts';
import type { Random } from '../../../src/core/random.ts';

/** Something that people do to a picture before it turns up somewhere else. */
export interface Edit {
  /** Unique; letters, digits and dashes. */
  name: string;
  title: string;
  /**
   * `standard`: the twenty that every copy finder is asked. `hard`: what goes wrong in practice. `truth`: ten of the
   * picture at the size that the web shows, the unedited one among them.
   */
  group: 'standard' | 'hard' | 'truth';
  /**
   * The edited picture as a JPEG file. The picture is brought to 400 pixels on its long side first, if it is
   * larger; of the group `truth` to 800. The same bytes and random numbers give the same file.
   */
  apply(picture: Uint8Array, random: Random): Promise<Uint8Array>;
}

/** JPEG quality where the edit itself says none. */
const QUALITY = 85;

/** The same of the larger edits. */
const LARGE_QUALITY = 90;

/** An edit that decodes, changes and encodes. */
export function edit(
  group: Edit['group'],
  name: string,
  title: string,
  change: Change,
  quality: number = QUALITY,
): Edit {
  return {
    name,
    title,
    group,
    async apply(picture, random) {
      return asJpeg(asSharp(await change(await rowPixels(picture), random)), quality);
    },
  };
}

/** An edit of the group `truth`: of the picture at 800 pixels at most. */
export function largeEdit(
  name: string,
  title: string,
  change: Change,
  quality: number = LARGE_QUALITY,
): Edit {
  return {
    name,
    title,
    group: 'truth',
    async apply(picture, random) {
      return asJpeg(asSharp(await change(await largePixels(picture), random)), quality);
    },
  };
}

/** Several changes, one after another. */
export function inTurn(...changes: readonly Change[]): Change {
  return async (picture, random) => {
    let changed = picture;
    for (const change of changes) changed = await change(changed, random);
    return changed;
  };
}
