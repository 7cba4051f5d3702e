import { createHash } from 'node:crypto';
import { sha256Of } from '../runtime/sha256.ts';

/** sha256 and md5 of a file's bytes as lower-case hex: what manifests publish, and what proves `identical`. */
export function fileHashes(bytes: Uint8Array): { sha256: string; md5: string } {
  return {
    sha256: sha256Of(bytes),
    md5: createHash('md5').update(bytes).digest('hex'),
  };
}
