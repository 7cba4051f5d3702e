import type { Change } from './change.ts';
import { padded } from './ground.ts';
import { cropped, mirrored, scaled, turnedOnGround } from './shape.ts';
import { saturated } from './tone.ts';
import { lettered } from './words.ts';

/** Something that people do to a picture before it turns up somewhere else. */
export interface CalibrationEdit {
  /** Unique; letters, digits and dashes. */
  name: string;
  title: string;
  change: Change;
  /** Of the JPEG file that it becomes, 1–100. */
  quality: number;
}

/** Longest side of a picture that is edited: what is shown on the web is about as large. */
export const LONGEST_SIDE = 800;

/** By these a model is measured; the first is no edit, and the first thing that must be found. */
export const CALIBRATION_EDITS: readonly CalibrationEdit[] = [
  { name: 'unedited', title: 'Unedited, JPEG of quality 90', change: (picture) => picture, quality: 90 },
  { name: 'jpeg-30', title: 'JPEG of quality 30', change: (picture) => picture, quality: 30 },
  { name: 'half-size', title: 'Half of each side', change: scaled(0.5), quality: 90 },
  { name: 'grey', title: 'Grey', change: (picture) => saturated(picture, 0), quality: 90 },
  { name: 'text', title: 'Three lines of words', change: lettered, quality: 90 },
  { name: 'crop-80', title: 'Crop to 80 % of the area', change: cropped(0.8), quality: 90 },
  { name: 'crop-60', title: 'Crop to 60 % of the area', change: cropped(0.6), quality: 90 },
  { name: 'turned-5', title: 'Turned by 5°, on plain ground', change: turnedOnGround(5, 5), quality: 90 },
  { name: 'padding', title: '20 % of plain ground around', change: padded, quality: 90 },
  { name: 'mirrored', title: 'Mirrored', change: mirrored, quality: 90 },
];
