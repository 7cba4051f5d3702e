import { PICTURE_PIECES, XMP_BYTES, XMP_PACKETS } from '../../core/bounds.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { ReadableFormat } from '../decode/formats.ts';

/**
 * A kind of picture file that holds XMP packets, and how to reach them without touching a pixel. By hand: sharp writes
 * metadata only by encoding the picture anew, and exiftool is a program of another language.
 */
export interface XmpContainer {
  format: ReadableFormat;
  /**
   * The texts of its packets, whatever their encoding, those beyond one segment's size put together.
   * @throws TrainspotError `picture-unreadable`, also where they are more or longer than `core/bounds.ts` says
   */
  read(file: Uint8Array): string[];
  /**
   * A copy in which each packet is what `change` makes of it, in UTF-8; where there is none, there is one that it makes
   * of null. Every other byte that a decoder reads stays as it is.
   * @throws TrainspotError `picture-unreadable`, and what `change` throws
   */
  write(file: Uint8Array, change: (packet: string | null) => string): Uint8Array;
}

/** The error for a file whose pieces do not fit together. */
export function brokenFile(format: string, at: number): TrainspotError {
  return new TrainspotError(
    'picture-unreadable',
    `The ${format} file is damaged or cut short at byte ${at}. Export or download it again.`,
  );
}

/** The error for metadata of which a number is beyond its bound. */
export function tooMuch(count: string, most: number): TrainspotError {
  return new TrainspotError(
    'picture-unreadable',
    `The picture’s metadata has ${count}; ${most} are read at most. Save the picture without its editing history and try again.`,
  );
}

/** Refuses a file that is cut into too many pieces. @param pieces so far */
export function expectFewPieces(pieces: number): void {
  if (pieces > PICTURE_PIECES) throw tooMuch(`more than ${PICTURE_PIECES} pieces`, PICTURE_PIECES);
}

/** Counts what the packets of one picture take together. */
export interface XmpBudget {
  /** Bytes that the next packet may have. */
  left(): number;
  /** @throws TrainspotError `picture-unreadable` */
  take(packet: Uint8Array): Uint8Array;
}

export function xmpBudget(): XmpBudget {
  let [packets, bytes] = [0, 0];
  return {
    left: () => XMP_BYTES - bytes,
    take(packet) {
      packets++;
      bytes += packet.length;
      if (packets > XMP_PACKETS) throw tooMuch(`more than ${XMP_PACKETS} packets of XMP`, XMP_PACKETS);
      if (bytes > XMP_BYTES) throw tooMuch(`more than ${XMP_BYTES} bytes of XMP`, XMP_BYTES);
      return packet;
    },
  };
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

/** Whether `prefix` stands at a place. */
export function startsWith(file: Uint8Array, at: number, prefix: Uint8Array): boolean {
  return prefix.every((byte, i) => file[at + i] === byte);
}
