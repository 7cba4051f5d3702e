import { workerData } from 'piscina';
import { randomFor } from '../core/random.ts';
import { sharp } from '../fingerprint/decode/bounded-sharp.ts';
import { decodePicture } from '../fingerprint/decode/decode.ts';
import { asTask } from '../runtime/threads/task.ts';
import type { EditSettings, EditTask } from './editor.ts';
import { asJpeg, asSharp, resized } from './edits/raster.ts';
import { CALIBRATION_EDITS, LONGEST_SIDE } from './edits/registry.ts';

const { maxPixels } = workerData as EditSettings;

// The threads of the pool are the parallel work.
sharp.concurrency(1);

/** Every edit of one picture as a file, in the order of the registry. */
export default asTask(async ({ bytes, name }: EditTask): Promise<Uint8Array[]> => {
  const { picture } = await decodePicture(bytes, maxPixels);
  const scale = LONGEST_SIDE / Math.max(picture.width, picture.height);
  const shown = scale < 1 ? await resized(picture, picture.width * scale, picture.height * scale) : picture;
  const files: Uint8Array[] = [];
  for (const edit of CALIBRATION_EDITS) {
    const edited = await edit.change(shown, randomFor(1, name, edit.name));
    files.push(new Uint8Array(await asJpeg(asSharp(edited), edit.quality)));
  }
  return files;
});
