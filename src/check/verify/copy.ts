import { isClear, isCopyDistance } from '../../core/evidence.ts';
import { bearsOut } from '../placed.ts';
import type { Verifier } from './verifier.ts';

/**
 * The same picture, re-encoded, resized, mirrored or turned: PDQ within 31 of 256, both qualities at least 50, and a look
 * at what stands out in the row's picture that agrees, wherever that was kept. Two marks in the middle of one plain ground
 * are 12 bits apart.
 */
export const copy: Verifier = {
  grade: 'copy',
  confirms: ({ row, pdqDistance, keypoints, relation, geometry }, { picture }) =>
    isCopyDistance(pdqDistance) &&
    isClear(row.pdqQuality) &&
    isClear(picture.pdqQuality) &&
    (keypoints === null || relation === 'same-picture' || bearsOut(geometry)),
};
