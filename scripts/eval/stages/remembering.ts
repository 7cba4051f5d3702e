import type { Fingerprint } from '../../../src/fingerprint/fingerprint.ts';
import type { Fingerprinter } from '../../../src/fingerprint/fingerprinter.ts';

/** A fingerprinter that looks at the same bytes in the same way once: every stage asks about the same edit. */
export function remembering(fingerprinter: Fingerprinter): Fingerprinter {
  // They go with the bytes.
  const seen = new WeakMap<Uint8Array, Map<string, Promise<Fingerprint>>>();
  return {
    fingerprint(bytes, models, look) {
      const known = seen.get(bytes) ?? new Map<string, Promise<Fingerprint>>();
      seen.set(bytes, known);
      const key = JSON.stringify([models, look]);
      const fingerprint = known.get(key) ?? fingerprinter.fingerprint(bytes, models, look);
      known.set(key, fingerprint);
      return fingerprint;
    },
    close: () => fingerprinter.close(),
  };
}
