import { isClear, isCopyDistance } from '../../core/evidence.ts';
import type { Verifier } from './verifier.ts';

/** The same picture, re-encoded, resized, mirrored or turned: PDQ within 31 of 256, both qualities at least 50. */
export const copy: Verifier = {
  grade: 'copy',
  confirms: ({ row, pdqDistance }, { picture }) =>
    isCopyDistance(pdqDistance) && isClear(row.pdqQuality) && isClear(picture.pdqQuality),
};
