import sharp from 'sharp';
import { pick, randomFor, wholeBetween } from '../../src/core/random.ts';

const [WIDTH, HEIGHT] = [240, 180];

/** A picture of coloured blocks, the same for the same number and another for every other; a JPEG file. */
export async function blocks(number: number, quality = 92): Promise<Buffer> {
  const random = randomFor(number, 'blocks');
  const data = Buffer.alloc(WIDTH * HEIGHT * 3, 40 + Math.floor(random() * 160));
  for (let block = 0; block < 30; block++) {
    const [wide, tall] = [wholeBetween(random, 20, 90), wholeBetween(random, 20, 70)];
    const [left, top] = [wholeBetween(random, -20, WIDTH - 20), wholeBetween(random, -20, HEIGHT - 20)];
    const colour = [0, 1, 2].map(() => pick(random, [10, 70, 130, 190, 250]));
    for (let y = Math.max(0, top); y < Math.min(HEIGHT, top + tall); y++) {
      for (let x = Math.max(0, left); x < Math.min(WIDTH, left + wide); x++) {
        data.set(colour, (y * WIDTH + x) * 3);
      }
    }
  }
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}
