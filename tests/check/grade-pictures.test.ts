import { describe, expect, it } from 'vitest';
import { COPY } from '../../src/core/calibration.ts';
import { pdqHashes } from '../../src/fingerprint/pdq/pdq.ts';
import { gradePairs } from '../../scripts/grades/pairs.ts';
import { relationBetween } from './compared.ts';

const RELATIONS = {
  copy: 'same-picture',
  edited: 'same-picture',
  part: 'part',
  'look-alike': 'same-subject',
} as const;

/** Of two hashes in hexadecimal. */
function bitsBetween(a: string, b: string): number {
  const differing = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  return differing.toString(2).replaceAll('0', '').length;
}

describe('the pictures that the docs show for a grade', async () => {
  it.each(await gradePairs())('are of that grade, whichever is asked: $grade', ({ grade, yours, theirs }) => {
    expect(relationBetween(yours, theirs)).toBe(RELATIONS[grade]);
    expect(relationBetween(theirs, yours)).toBe(RELATIONS[grade]);
    const theirsAsItIs = pdqHashes(theirs).hashes['as-is'];
    const bits = Math.min(
      ...Object.values(pdqHashes(yours).hashes).map((hash) => bitsBetween(hash, theirsAsItIs)),
    );
    expect(bits <= COPY.mostDistance).toBe(grade === 'copy');
  });
});
