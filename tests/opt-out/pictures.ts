import sharp from 'sharp';

export type MarkableFormat = 'jpeg' | 'png' | 'webp';
export const MARKABLE: readonly MarkableFormat[] = ['jpeg', 'png', 'webp'];

/** A small picture of noise, of any kind that can be marked. @param channels 4: with transparency */
export async function noise(
  format: MarkableFormat,
  {
    width = 23,
    height = 17,
    channels = 3,
    lossless = false,
  }: { width?: number; height?: number; channels?: 3 | 4; lossless?: boolean } = {},
): Promise<Uint8Array> {
  const data = Buffer.from(Array.from({ length: width * height * channels }, (_, i) => (i * 7919) % 251));
  const made = sharp(data, { raw: { width, height, channels } });
  const file =
    format === 'jpeg'
      ? made.jpeg()
      : format === 'png'
        ? made.png()
        : made.webp({ lossless: lossless || channels === 4 });
  return new Uint8Array(await file.toBuffer());
}

/** The pixels of a picture, as they are decoded. */
export async function pixelsOf(file: Uint8Array): Promise<Buffer> {
  return sharp(file).raw().toBuffer();
}
