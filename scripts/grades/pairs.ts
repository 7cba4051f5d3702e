import type { RgbPicture } from '../../src/core/picture.ts';
import { ILLUSTRATION_KINDS } from '../eval/drawn/registry.ts';
import { figure } from '../eval/drawn/sets/figures.ts';
import { view } from '../eval/drawn/sets/views.ts';
import { withSaturation } from '../eval/edits/light.ts';
import { mirrored } from '../../src/calibrate/edits/shape.ts';
import { cut, resized } from '../../src/calibrate/edits/raster.ts';
import { randomFor } from '../../src/core/random.ts';

/** Two pictures that show what a grade means: the one that is asked, and the one that a dataset holds. */
export interface GradePair {
  grade: 'copy' | 'edited' | 'part' | 'look-alike';
  yours: RgbPicture;
  theirs: RgbPicture;
}

/** A pair for each grade but `identical`, which needs no picture; drawn by this project, the same each time. */
export async function gradePairs(): Promise<GradePair[]> {
  const town = ILLUSTRATION_KINDS.find(({ name }) => name === 'town-wash')!;
  const bestiary = ILLUSTRATION_KINDS.find(({ name }) => name === 'bestiary-flat')!;
  const copied = await town.draw(randomFor(3, 'copied'), 480, 360);
  const used = await bestiary.draw(randomFor(5, 'used'), 480, 360);
  const piece = await mirrored(cut(used, 60, 40, 380, 285));
  return [
    { grade: 'copy', yours: copied, theirs: await resized(copied, 240, 180) },
    { grade: 'edited', yours: used, theirs: await withSaturation(0)(piece, randomFor(5, 'grey')) },
    { grade: 'part', yours: await figure(1, 3), theirs: await figure(1, 1) },
    { grade: 'look-alike', yours: await view(1, 0), theirs: await view(1, 1) },
  ];
}
