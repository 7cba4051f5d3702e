import { TrainspotError } from '../core/errors.ts';
import { type DataMiningValue, withDataMining } from '../fingerprint/xmp/data-mining.ts';
import { expectXmpContainer } from '../fingerprint/xmp/registry.ts';

/** A marked copy, as a file. */
export interface MarkedPicture {
  bytes: Uint8Array;
  /** Its media type. */
  type: string;
  /** The ending of its name, without the dot. */
  extension: string;
}

/**
 * A copy of the picture whose XMP says `plus:DataMining`. Its pixels are not decoded, nor touched; what its XMP said
 * stays. In memory alone.
 * @throws TrainspotError `picture-empty`, `picture-format-unsupported`, `picture-unreadable`
 */
export function markPicture(file: Uint8Array, value: DataMiningValue): MarkedPicture {
  const container = expectXmpContainer(file);
  const bytes = container.write(file, (packet) => changed(packet, value));
  const { format } = container;
  return { bytes, type: `image/${format}`, extension: format === 'jpeg' ? 'jpg' : format };
}

function changed(packet: string | null, value: DataMiningValue): string {
  try {
    return withDataMining(packet, value);
  } catch (error) {
    if (!(error instanceof TrainspotError)) throw error;
    throw new TrainspotError(
      error.code,
      `${error.message} So nothing was written. Save the picture anew without its metadata and try again.`,
      { cause: error },
    );
  }
}
