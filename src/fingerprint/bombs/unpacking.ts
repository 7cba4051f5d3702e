import { createInflate, type Inflate } from 'node:zlib';
import { PACKED_BYTES, TIGHT_BYTES, TIGHT_RATIO } from '../../core/bounds.ts';
import { TrainspotError } from '../../core/errors.ts';

/** Packed bytes that are unpacked at once: as much of a text as may be a bomb, with an honest beginning and end. */
const SLICE_BYTES = 4096;

/** Unpacks the packed parts of one picture together, a piece at a time, and keeps nothing. */
export interface Unpacking {
  /**
   * What is no zlib stream, or one that is broken off, is unpacked as far as it goes.
   * @param what it is, fit after "The picture has", such as "a packed text (zTXt)"
   * @param passedOver bytes of it that have to be there, and are never too many
   * @throws TrainspotError `picture-unreadable` where that is beyond the bounds, and what `onPiece` throws
   */
  unpack(
    this: void,
    what: string,
    packed: Uint8Array,
    onPiece?: (piece: Uint8Array) => void,
    passedOver?: number,
  ): Promise<void>;
}

/** Counts what is packed tighter than any honest text, and all that is packed, by `core/bounds.ts`. */
export function startUnpacking(): Unpacking {
  let [tight, all] = [0, 0];
  return {
    unpack(what, packed, onPiece = () => {}, passedOver = 0) {
      /** Of the slice under way: how much it has become, beyond what has to be there. */
      let [slice, unpacked] = [0, 0];
      let sliceBytes = 0;
      const isTight = (): boolean => slice > TIGHT_RATIO * sliceBytes;
      const take = (piece: Uint8Array): void => {
        unpacked += piece.length;
        const counted = Math.max(0, Math.min(piece.length, unpacked - passedOver));
        slice += counted;
        all += counted;
        if (isTight() && tight + slice > TIGHT_BYTES) {
          throw bomb(what, packed.length, TIGHT_BYTES, `, over ${TIGHT_RATIO} times its size`);
        }
        if (all > PACKED_BYTES) throw bomb(what, packed.length, PACKED_BYTES, '');
        onPiece(piece);
      };
      const next = (at: number): Uint8Array | null => {
        if (isTight()) tight += slice;
        [slice, sliceBytes] = [0, Math.min(SLICE_BYTES, packed.length - at)];
        return sliceBytes > 0 ? packed.subarray(at, at + sliceBytes) : null;
      };
      return inflated(next, take);
    },
  };
}

function inflated(next: (at: number) => Uint8Array | null, take: (piece: Uint8Array) => void): Promise<void> {
  const inflate: Inflate = createInflate();
  return new Promise<void>((resolve, reject) => {
    const write = (at: number): void => {
      const slice = next(at);
      if (slice === null) inflate.end();
      else inflate.write(slice, () => inflate.destroyed || write(at + slice.length));
    };
    inflate.on('data', (piece: Uint8Array) => {
      try {
        take(piece);
      } catch (error) {
        reject(error);
        inflate.destroy();
      }
    });
    inflate.on('error', () => resolve());
    inflate.on('end', resolve);
    write(0);
  }).finally(() => inflate.destroy());
}

function bomb(what: string, packed: number, most: number, ratio: string): TrainspotError {
  return new TrainspotError(
    'picture-unreadable',
    `The picture has ${what} of ${packed} bytes that unpacks to more than ${most} bytes${ratio}: that exhausts whoever opens it. Save the picture without its metadata and try again.`,
  );
}
