import type { RgbPicture } from '../../core/picture.ts';
import { sniffFormat, type ReadableFormat } from '../../fingerprint/decode/formats.ts';

/** Rows that are read at once: no canvas is as large as a picture may be. */
const STRIP_ROWS = 512;

/** Width × height that is held, as the service holds it. */
const MOST_PIXELS = 64_000_000;

const UPLOAD = 'Upload it instead: this service can read it, in its memory alone.';

/** A picture, and what kind of file it was. */
export interface OpenedPicture {
  picture: RgbPicture;
  format: ReadableFormat;
}

/**
 * Opens a picture file as the service does, by the browser's own decoder: upright, on white where it is transparent, its
 * colour profile ignored. Other than there are CMYK, whose colours each decoder makes in its own way, and by one step of 255
 * at most what is half transparent or has 16 bits a colour.
 * @throws Error with words for the artist
 */
export async function openPicture(file: Blob): Promise<OpenedPicture> {
  const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const format = formatOf(head);
  const bitmap = await createImageBitmap(file, {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
    imageOrientation: 'from-image',
  }).catch(() => {
    throw new Error(`This browser cannot open this file (${format.toUpperCase()}). ${UPLOAD}`);
  });
  try {
    if (bitmap.width * bitmap.height > MOST_PIXELS) {
      throw new Error(
        `The picture has ${bitmap.width} × ${bitmap.height} pixels, too many for a page. ${UPLOAD}`,
      );
    }
    return { picture: pixelsOf(bitmap), format };
  } finally {
    bitmap.close();
  }
}

function formatOf(head: Uint8Array): ReadableFormat {
  if (head.length === 0) throw new Error('The file is empty (0 bytes); choose the picture again.');
  const sniffed = sniffFormat(head);
  if (sniffed.kind === 'readable') return sniffed.format;
  if (sniffed.kind === 'unsupported') {
    throw new Error(`This is ${sniffed.name}, which is not read here. Save it as JPEG or PNG and try again.`);
  }
  throw new Error(
    'This is no picture that can be read here. Use JPEG, PNG, WebP, GIF, TIFF, AVIF, HEIC or BMP.',
  );
}

function pixelsOf(bitmap: ImageBitmap): RgbPicture {
  const { width, height } = bitmap;
  const data = new Uint8Array(width * height * 3);
  const rows = Math.min(STRIP_ROWS, height);
  const context = paper(width, rows);
  for (let top = 0; top < height; top += rows) {
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, rows);
    context.drawImage(bitmap, 0, -top);
    const strip = Math.min(rows, height - top);
    copyColours(context.getImageData(0, 0, width, strip).data, data, top * width * 3);
  }
  return { width, height, data };
}

function paper(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    alpha: false,
    colorSpace: 'srgb',
    willReadFrequently: true,
  });
  if (context === null) throw new Error(`This browser gives the page no memory for the picture. ${UPLOAD}`);
  return context;
}

function copyColours(rgba: Uint8ClampedArray, rgb: Uint8Array, from: number): void {
  for (let i = 0, to = from; i < rgba.length; i += 4) {
    rgb[to++] = rgba[i];
    rgb[to++] = rgba[i + 1];
    rgb[to++] = rgba[i + 2];
  }
}

/** Whether a page is given the pixels that it drew: some browsers change them, so that nobody is known again by them. */
export function readsTruePixels(): boolean {
  const side = 16;
  const context = paper(side, side);
  const drawn = context.createImageData(side, side);
  drawn.data.forEach((_, i) => (drawn.data[i] = i % 4 === 3 ? 255 : (i * 97 + (i >> 4)) % 256));
  context.putImageData(drawn, 0, 0);
  const read = context.getImageData(0, 0, side, side).data;
  return drawn.data.every((value, i) => read[i] === value);
}
