import type { RgbPicture } from '../../../core/picture.ts';

/** A GIF's first frame on its screen, in pixels. */
interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

const IMAGE = 0x2c;
const EXTENSION = 0x21;

/** Bytes of a colour table, by the flags that announce it. */
const tableLength = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);

/** Where a GIF's first frame lies (GIF89a, sections 18 to 20); null where none begins in the file. */
export function firstGifFrame(bytes: Uint8Array): Frame | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 13 + tableLength(bytes[10] ?? 0); at + 10 <= bytes.length;) {
    if (bytes[at] === IMAGE) {
      const [left, top, width, height] = [1, 3, 5, 7].map((field) => view.getUint16(at + field, true));
      return { left, top, width, height };
    }
    if (bytes[at] !== EXTENSION) return null;
    at += 2;
    while (at < bytes.length && bytes[at] !== 0) at += bytes[at] + 1;
    at++;
  }
  return null;
}

/** Makes white what of a picture lies outside the frame; in place. */
export function whiteAround({ width, height, data }: RgbPicture, frame: Frame): void {
  const right = frame.left + frame.width;
  for (let y = 0; y < height; y++) {
    const row = y * width * 3;
    const isOutside = y < frame.top || y >= frame.top + frame.height;
    data.fill(255, row, row + (isOutside ? width : Math.min(width, frame.left)) * 3);
    if (!isOutside && right < width) data.fill(255, row + right * 3, row + width * 3);
  }
}
