import { TrainspotError } from '../../../core/errors.ts';
import type { RgbPicture } from '../../../core/picture.ts';
import { startPool } from '../../../runtime/threads/pool.ts';
import { tookTooLong } from '../refusals.ts';

/** What the thread is asked. */
export interface HeicTask {
  bytes: Uint8Array;
  maxPixels: number;
}

/** Red, green, blue and opacity of each pixel. */
export interface RgbaPicture {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** Longest one picture may keep its thread: 64 megapixels take about half of it. */
const TIMEOUT_SECONDS = 20;

/**
 * The primary picture of a HEIC, upright, on white. It is decoded by libheif, compiled to WebAssembly, in a thread of
 * its own, which ends with it: so its memory is given back, and a file that would keep it busy can be stopped.
 * @returns null where the library cannot read it
 * @throws TrainspotError `picture-too-many-pixels`, and `picture-unreadable` where it takes too long
 */
export async function decodeHeic(bytes: Uint8Array, maxPixels: number): Promise<RgbPicture | null> {
  const pool = startPool<HeicTask, RgbaPicture>(new URL('./worker', import.meta.url), 1, null);
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tookTooLong(TIMEOUT_SECONDS)), TIMEOUT_SECONDS * 1000);
    });
    const copy = new Uint8Array(bytes);
    return onWhite(await Promise.race([pool.run({ bytes: copy, maxPixels }, [copy.buffer]), late]));
  } catch (error) {
    // Whatever else the library throws, memory that ran out among it, says that it could not read the file.
    if (error instanceof TrainspotError) throw error;
    return null;
  } finally {
    clearTimeout(timer);
    await pool.close();
  }
}

function onWhite({ width, height, data }: RgbaPicture): RgbPicture {
  const out = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < out.length; from += 4, to += 3) {
    const cover = data[from + 3] / 255;
    for (let channel = 0; channel < 3; channel++) {
      out[to + channel] = Math.round(data[from + channel] * cover + 255 * (1 - cover));
    }
  }
  return { width, height, data: out };
}
