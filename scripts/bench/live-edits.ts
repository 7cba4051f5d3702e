import sharp from 'sharp';

/** What is done to a picture before it is asked about. */
type Change = (picture: Buffer, width: number, height: number) => Promise<Buffer>;

/** The middle of a picture, so many percent of its area. */
function middle(picture: Buffer, width: number, height: number, percent: number): Promise<Buffer> {
  const side = Math.sqrt(percent / 100);
  const [wide, high] = [Math.round(width * side), Math.round(height * side)];
  const [left, top] = [Math.floor((width - wide) / 2), Math.floor((height - high) / 2)];
  return sharp(picture).extract({ left, top, width: wide, height: high }).jpeg({ quality: 90 }).toBuffer();
}

/** Edits that most pictures on the web have gone through. */
export const LIVE_EDITS: Readonly<Record<string, Change>> = {
  jpeg30: (picture) => sharp(picture).jpeg({ quality: 30 }).toBuffer(),
  'half size': (picture, width) =>
    sharp(picture)
      .resize(Math.round(width / 2))
      .jpeg({ quality: 90 })
      .toBuffer(),
  crop80: (picture, width, height) => middle(picture, width, height, 80),
  text: (picture, width, height) =>
    sharp(picture)
      .composite([
        {
          input: {
            text: {
              text: '<span foreground="white" background="#00000080">SAMPLE TEXT</span>',
              font: 'sans bold',
              width: Math.round(width * 0.8),
              height: Math.round(height * 0.15),
              rgba: true,
            },
          },
          gravity: 'south',
        },
      ])
      .jpeg({ quality: 90 })
      .toBuffer(),
  mirrored: (picture) => sharp(picture).flop().jpeg({ quality: 90 }).toBuffer(),
};

/** One edit of a picture. */
export async function editedBy(name: string, picture: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata();
  return LIVE_EDITS[name](picture, width, height);
}
