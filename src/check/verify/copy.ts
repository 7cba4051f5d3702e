import { PDQ_COPY_DISTANCE, PDQ_MINIMUM_QUALITY } from '../../core/evidence.ts';
import type { Verifier } from './verifier.ts';

/** The same picture, re-encoded, resized, mirrored or turned: PDQ within 31 of 256, both qualities at least 50. */
export const copy: Verifier = {
  grade: 'copy',
  confirms: ({ row, pdqDistance }, { picture }) =>
    pdqDistance !== null &&
    pdqDistance <= PDQ_COPY_DISTANCE &&
    row.pdqQuality !== null &&
    row.pdqQuality >= PDQ_MINIMUM_QUALITY &&
    picture.pdqQuality >= PDQ_MINIMUM_QUALITY,
};
