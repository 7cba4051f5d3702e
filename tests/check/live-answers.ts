import sharp from 'sharp';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { Match } from '../../src/api/match.ts';
import { painting } from '../helpers/painting.ts';
import type { Answer } from '../helpers/scripted-host.ts';

/** A painting in a tone of its own: what the drawn model sees is the mean of a picture's colours. */
export async function tinted(seed: number, tone: readonly [number, number, number]): Promise<Buffer> {
  const light = await sharp(await painting(seed))
    .linear(0.5, 0)
    .toBuffer();
  return sharp(light)
    .linear(
      [1, 1, 1],
      tone.map((value) => value / 2),
    )
    .png()
    .toBuffer();
}

export const jpeg = (picture: Uint8Array): Promise<Buffer> => sharp(picture).jpeg({ quality: 70 }).toBuffer();
export const served = (body: Uint8Array, type = 'image/jpeg'): Answer => ({
  headers: { 'content-type': type },
  body,
});

/** The row at an address, whichever list it is in. */
export function rowAt(answer: CheckResult, url: string): Match {
  const row = [...answer.matches, ...answer.parts, ...answer.lookAlikes].find((each) => each.url === url);
  if (row === undefined) throw new Error(`There is no row ${url}.`);
  return row;
}
