import type { KeypointBytes } from '../../core/keypoints.ts';

/** Keypoints of many rows in one piece, which is handed to another thread without a copy. */
export interface PackedKeypoints {
  bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of each; 0 for null. */
  lengths: Uint32Array<ArrayBuffer>;
}

export function packKeypoints(keypoints: readonly (KeypointBytes | null)[]): PackedKeypoints {
  const lengths = Uint32Array.from(keypoints, (each) => each?.length ?? 0);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const each of keypoints) {
    if (!each) continue;
    bytes.set(each, at);
    at += each.length;
  }
  return { bytes, lengths };
}

/** Views of the packed bytes, not copies. */
export function unpackKeypoints({ bytes, lengths }: PackedKeypoints): (KeypointBytes | null)[] {
  let at = 0;
  return Array.from(lengths, (length) => {
    at += length;
    return length === 0 ? null : bytes.subarray(at - length, at);
  });
}
