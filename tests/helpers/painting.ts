import sharp from 'sharp';

/** A picture with large shapes in it, which no other seed resembles. */
export async function painting(seed: number): Promise<Uint8Array> {
  const cells = Buffer.alloc(8 * 6 * 3);
  let state = seed * 2654435761 + 1;
  for (let i = 0; i < cells.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    cells[i] = state >>> 24;
  }
  const raw = { width: 8, height: 6, channels: 3 } as const;
  return sharp(cells, { raw }).resize(320, 240, { kernel: 'cubic' }).png().toBuffer();
}
