import { edit, inTurn, largeEdit, type Edit } from './edit.ts';
import { inCollage, insetInOther, onBlurredSelf, onPage, onPhone } from './grounds.ts';
import { padded } from '../../../src/calibrate/edits/ground.ts';
import {
  blurred,
  duotoned,
  lit,
  nudged,
  photographedPrint,
  recoloured,
  regraded,
  saved,
  withContrast,
  withSaturation,
} from './light.ts';
import { lettered, memeCaption, stickered, threeBars, twoDiscs, watermarked } from './overlays.ts';
import { onScreen } from './screens.ts';
import { cropped, mirrored, scaled, turnedOnGround } from '../../../src/calibrate/edits/shape.ts';
import { inPerspective, lensBent, quarterTurned, tilted, trimmed } from './shape.ts';

/** The picture as it is, at the size that the web shows: no edit, and the first thing that must be found. */
export const UNEDITED = 'unedited';

/** Every edit; a new one is its change and its line here. */
export const EDITS: readonly Edit[] = [
  edit('standard', 'jpeg-30', 'JPEG of quality 30', (picture) => picture, 30),
  edit('standard', 'quarter-size', 'A quarter of each side', scaled(0.25)),
  edit('standard', 'blur', 'Blurred by 2.5 pixels', blurred(2.5)),
  edit('standard', 'brightness', 'Brightness × 0.6 or × 1.5', lit(0.6, 1.5)),
  edit('standard', 'contrast', 'Contrast × 0.5 or × 1.7', withContrast(0.5, 1.7)),
  edit('standard', 'saturation', 'Saturation × 0.2 or × 2.2', withSaturation(0.2, 2.2)),
  edit('standard', 'grey', 'Grey', withSaturation(0)),
  edit('standard', 'mirrored', 'Mirrored', mirrored),
  edit('standard', 'tilted-6', 'Tilted by 6°, corners cut', tilted(6, 6)),
  edit('standard', 'turned-90', 'A quarter turn', quarterTurned),
  edit('standard', 'narrowed', 'Width × 0.7', scaled(0.7, 1)),
  edit('standard', 'crop-80', 'Crop to 80 % of the area', cropped(0.8)),
  edit('standard', 'crop-60', 'Crop to 60 % of the area', cropped(0.6)),
  edit('standard', 'crop-40', 'Crop to 40 % of the area', cropped(0.4)),
  edit('standard', 'bars', 'Three opaque bars across', threeBars),
  edit('standard', 'discs', 'Two opaque discs', twoDiscs),
  edit('standard', 'padding', '20 % of plain ground around', padded),
  edit('standard', 'page', 'On a page 60 % larger', onPage),
  edit('standard', 'mixture-a', 'Crop 70 %, regraded, JPEG 40', inTurn(cropped(0.7), regraded), 40),
  edit('standard', 'mixture-b', 'Mirrored, crop 70 %, bars', inTurn(mirrored, cropped(0.7), threeBars)),

  edit('hard', 'crop-25', 'Crop to 25 % of the area', cropped(0.25)),
  edit('hard', 'turned-15-45', 'Turned by 15–45°', turnedOnGround(15, 45)),
  edit('hard', 'perspective', 'Seen from aside', inPerspective(0.18)),
  edit('hard', 'collage', 'One of four in a collage', inCollage),
  edit('hard', 'meme', 'Meme captions', memeCaption),
  edit('hard', 'phone', "A telephone's screen", onPhone),
  edit('hard', 'print', 'Printed and photographed', photographedPrint, 70),
  edit('hard', 'colour-swap', 'Channels swapped, hues turned', recoloured),
  edit(
    'hard',
    'thumbnail-crop',
    'Crop 60 % as a thumbnail of 96 pixels',
    inTurn(cropped(0.6), async (picture, random) =>
      scaled(96 / Math.max(picture.width, picture.height))(picture, random),
    ),
  ),
  edit('hard', 'watermark', 'A grid of watermarks', watermarked),
  edit('hard', 'stickers', 'Stickers', stickered),
  edit('hard', 'jpeg-12-twice', 'Twice JPEG of quality 12', inTurn(saved(12), nudged), 12),
  edit('hard', 'trimmed-mirrored', 'Edge trimmed, mirrored', inTurn(trimmed, mirrored)),
  edit('hard', 'inset', 'Small in another picture', insetInOther),
  edit('hard', 'duotone', 'Printed in two colours', duotoned),
  edit('hard', 'blurred-ground', 'Upright, on its own blur', onBlurredSelf),
  edit('hard', 'lens', 'Bent by a lens', lensBent),
  edit('hard', 'tilted-crop', 'Tilted by 10–20°, cropped to 60 %', inTurn(tilted(10, 20), cropped(0.6))),

  largeEdit(UNEDITED, 'Unedited, JPEG of quality 90', (picture) => picture),
  largeEdit('large-jpeg-30', 'At 800 pixels, JPEG of quality 30', (picture) => picture, 30),
  largeEdit('large-crop-60', 'At 800 pixels, crop to 60 % of the area', cropped(0.6)),
  largeEdit('large-crop-40', 'At 800 pixels, crop to 40 % of the area', cropped(0.4)),
  largeEdit('large-text', 'At 800 pixels, three lines of words', lettered),
  largeEdit('large-mirrored', 'At 800 pixels, mirrored', mirrored),
  largeEdit('large-padding', 'At 800 pixels, 20 % of plain ground around', padded),
  largeEdit('large-screenshot', 'At 800 pixels, on a screen at 60 % of its sides', onScreen(0.6)),
  largeEdit('large-grey', 'At 800 pixels, grey', withSaturation(0)),
  largeEdit('large-turned-5', 'At 800 pixels, turned by 5°, on plain ground', turnedOnGround(5, 5)),
];

/**
 * The edits that `wanted` names: `all`, `20` (the standard ones), `hard`, `truth`, or names with commas between.
 * @throws Error that lists the names there are
 */
export function chosenEdits(wanted: string): readonly Edit[] {
  if (wanted === 'all') return EDITS;
  if (wanted === '20') return EDITS.filter(({ group }) => group === 'standard');
  if (wanted === 'hard' || wanted === 'truth') return EDITS.filter(({ group }) => group === wanted);
  return wanted.split(',').map((name) => editNamed(name.trim()));
}

/** @throws Error that lists the names there are */
export function editNamed(name: string): Edit {
  const found = EDITS.find((known) => known.name === name);
  if (found) return found;
  const names = EDITS.map((known) => known.name).join(', ');
  throw new Error(`There is no edit '${name}'. Known are all, 20, hard, truth, and: ${names}.`);
}
