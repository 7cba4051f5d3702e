// The pictures of docs/artists.md that show what each grade means: pairs drawn by this project, yours beside theirs.
//
//   npx tsx scripts/grades/make.ts
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { asSharp } from '../../src/calibrate/edits/raster.ts';
import { gradePairs } from './pairs.ts';

const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const [SIDE, GAP] = [240, 12] as const;

mkdirSync(FOLDER, { recursive: true });
for (const { grade, yours, theirs } of await gradePairs()) {
  const [left, right] = await Promise.all(
    [yours, theirs].map((picture) =>
      asSharp(picture).resize(SIDE, SIDE, { fit: 'contain', background: '#f2f0ec' }).png().toBuffer(),
    ),
  );
  await sharp({ create: { width: 2 * SIDE + GAP, height: SIDE, channels: 3, background: '#ffffff' } })
    .composite([
      { input: left, left: 0, top: 0 },
      { input: right, left: SIDE + GAP, top: 0 },
    ])
    .webp({ quality: 82 })
    .toFile(`${FOLDER}${grade}.webp`);
}
