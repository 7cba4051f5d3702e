import type { Inputs } from '../inputs/input.ts';
import { throwIfStore } from '../inputs/inputs.ts';
import { below } from '../inputs/paths.ts';
import { fileNames } from './folder.ts';
import type { FetchedPicture, PictureSource } from './picture-source.ts';

/**
 * Pictures that lie below an address, called as `picturesInFolder` says: each is asked for by its name, and nothing is
 * listed.
 */
export function picturesBelow(address: string, maxBytes: number, inputs: Inputs): PictureSource {
  async function pictureAt(name: string): Promise<FetchedPicture | null> {
    try {
      const file = await inputs.file(below(address, name)).open();
      if (file.byteLength > maxBytes) return { failed: 'too-large' };
      const ended = (at: number): Error => new Error(`it ended at byte ${at} while it was read`);
      return { bytes: await file.read(0, file.byteLength, ended) };
    } catch (error) {
      throwIfStore(error);
      return null;
    }
  }
  return {
    async fetch(row) {
      for (const name of fileNames(row)) {
        const picture = await pictureAt(name);
        if (picture) return picture;
      }
      return { failed: 'not-in-folder' };
    },
  };
}
