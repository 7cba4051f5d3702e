import type { Signature } from '../core/signature.ts';

/** Signatures in one piece, which is handed to another thread without a copy. */
export interface PackedSignatures {
  bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of each; 0 for null. */
  lengths: Uint32Array<ArrayBuffer>;
}

export function packSignatures(signatures: readonly (Signature | null)[]): PackedSignatures {
  const lengths = Uint32Array.from(signatures, (signature) => signature?.length ?? 0);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const signature of signatures) {
    if (!signature) continue;
    bytes.set(signature, at);
    at += signature.length;
  }
  return { bytes, lengths };
}

/** Views of the packed bytes, not copies. */
export function unpackSignatures({ bytes, lengths }: PackedSignatures): (Signature | null)[] {
  let at = 0;
  return Array.from(lengths, (length) => {
    at += length;
    return length === 0 ? null : bytes.subarray(at - length, at);
  });
}
