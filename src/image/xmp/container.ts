import { TrainspotError } from '../../core/errors.ts';
import type { ReadableFormat } from '../formats.ts';

/** A kind of picture file that holds XMP packets, and how to reach them without touching a pixel. */
export interface XmpContainer {
  format: ReadableFormat;
  /** The texts of its packets; those beyond a packet's size (ExtendedXMP) are left alone. @throws TrainspotError `picture-unreadable` */
  read(file: Uint8Array): string[];
  /**
   * A copy in which each packet is what `change` makes of it; where there is none, there is one that it makes of null.
   * Every other byte that a decoder reads stays as it is.
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

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}
