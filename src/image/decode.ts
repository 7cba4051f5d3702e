import { TrainspotError } from '../core/errors.ts';
import type { RgbPicture } from '../core/picture.ts';
import { plainBytes, SHARP_TIMEOUT_SECONDS, sharp } from './bounded-sharp.ts';
import { sniffFormat, type ReadableFormat } from './formats.ts';

/**
 * Decodes a file of any origin: JPEG, PNG, WebP, GIF, TIFF or AVIF, its first page or frame. The picture comes
 * back upright (EXIF orientation applied), on white where it was transparent, as 8-bit RGB. An embedded colour
 * profile is ignored, as Pillow's plain `convert('RGB')` does, by which the published embeddings were made;
 * CMYK, which Pillow and libvips convert differently, is the exception. Width and height are checked in the
 * header, before anything is unpacked.
 * @param maxPixels greatest width × height that is decoded; either side may have 65,535 at most
 * @throws TrainspotError `picture-empty`, `picture-format-unsupported` (a known format that is not decoded
 * here), `picture-too-many-pixels`, `picture-unreadable` (damaged, cut short, or no picture at all)
 */
export async function decodePicture(
  bytes: Uint8Array,
  maxPixels: number,
): Promise<{ picture: RgbPicture; format: ReadableFormat }> {
  const format = readableFormat(bytes);
  const { width, height } = await readHeader(bytes, format);
  if (width * height > maxPixels || Math.max(width, height) > LONGEST_SIDE) {
    throw new TrainspotError(
      'picture-too-many-pixels',
      `The picture is ${width} × ${height} pixels, ${width * height} in all; the limit is ${maxPixels} in all ` +
        `and ${LONGEST_SIDE} a side. Make it smaller and try again.`,
    );
  }
  return { picture: await readPixels(bytes, maxPixels, format), format };
}

function readableFormat(bytes: Uint8Array): ReadableFormat {
  if (bytes.length === 0) {
    throw new TrainspotError('picture-empty', 'The file is empty (0 bytes); choose the picture again.');
  }
  const sniffed = sniffFormat(bytes);
  if (sniffed.kind === 'readable') return sniffed.format;
  if (sniffed.kind === 'unsupported') {
    throw new TrainspotError(
      'picture-format-unsupported',
      `This is ${sniffed.name}, which cannot be decoded here. Export it as JPEG or PNG and try again.`,
    );
  }
  throw new TrainspotError(
    'picture-unreadable',
    `These bytes (${bytes.length}) are no picture that can be read here. Use JPEG, PNG, WebP, GIF, TIFF or AVIF.`,
  );
}

/** The longest a JPEG can have. PNG and TIFF allow strips of millions by one, which nobody drew. */
const LONGEST_SIDE = 65_535;

const STRICT = { failOn: 'error', ignoreIcc: true } as const;

async function readHeader(bytes: Uint8Array, format: ReadableFormat) {
  try {
    // Without a limit: the decoder's own refusal would not say how large the picture is.
    return await sharp(bytes, { ...STRICT, limitInputPixels: false }).metadata();
  } catch {
    throw damaged(bytes, format);
  }
}

async function readPixels(bytes: Uint8Array, maxPixels: number, format: ReadableFormat): Promise<RgbPicture> {
  try {
    const { data, info } = await sharp(bytes, { ...STRICT, limitInputPixels: maxPixels, autoOrient: true })
      .timeout({ seconds: SHARP_TIMEOUT_SECONDS })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: plainBytes(data) };
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('timeout')) {
      throw new TrainspotError(
        'picture-unreadable',
        `Decoding took longer than ${SHARP_TIMEOUT_SECONDS} s. Make the picture smaller and try again.`,
      );
    }
    throw damaged(bytes, format);
  }
}

// The decoder's own message is left out: it is written for programmers and quotes what the file says.
function damaged(bytes: Uint8Array, format: ReadableFormat): TrainspotError {
  return new TrainspotError(
    'picture-unreadable',
    `The file begins like a picture (${format}, ${bytes.length} bytes) but is damaged or cut short. ` +
      'Export or download it again.',
  );
}
