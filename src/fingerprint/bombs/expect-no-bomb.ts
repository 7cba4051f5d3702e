import { sniffFormat } from '../decode/formats.ts';
import { expectNoJpegBomb } from './jpeg.ts';
import { expectNoPngBomb } from './png.ts';
import { expectNoWebpBomb } from './webp.ts';

/**
 * Refuses a picture whose metadata was made to exhaust whoever opens it, also where nobody here does: what is packed past
 * all reason, or is no metadata but tags in tags, or claims what it has not. An honest picture never meets these bounds
 * (`core/bounds.ts`), however long its history or large its colour profile. Nothing that is unpacked is kept, and no more
 * is unpacked than the bounds say.
 * @throws TrainspotError `picture-unreadable`
 */
export async function expectNoBomb(file: Uint8Array): Promise<void> {
  const sniffed = sniffFormat(file);
  if (sniffed.kind !== 'readable') return;
  if (sniffed.format === 'png') await expectNoPngBomb(file);
  else if (sniffed.format === 'jpeg') expectNoJpegBomb(file);
  else if (sniffed.format === 'webp') expectNoWebpBomb(file);
}
