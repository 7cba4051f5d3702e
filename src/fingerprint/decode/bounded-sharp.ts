import sharp from 'sharp';

// libvips reads some forty formats, several of them through programs that were never meant for strangers'
// files, and by path as well. Here it reads six, and only from memory; HEIC and BMP are read by others.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadTiffBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});

// libvips would keep results of recent operations: an upload must not outlive its request.
sharp.cache(false);

/** sharp, for this whole process able to read JPEG, PNG, WebP, GIF, TIFF and AVIF from memory and nothing else. */
export { sharp };

/** Longest one picture may keep the decoder or the resizer busy. */
export const SHARP_TIMEOUT_SECONDS = 10;

/** The same memory as a plain array: a Node `Buffer` slices and compares differently. */
export function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
