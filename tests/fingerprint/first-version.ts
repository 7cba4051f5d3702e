import { levelOf } from '../../src/fingerprint/keypoints/scale-space.ts';
import type { Keypoints } from '../../src/fingerprint/keypoints/keypoint-bytes.ts';

/**
 * Keypoints as releases up to 0.2 wrote them: a header of 10 bytes, neither content, grid nor strengths, and places of a
 * coarse octave half of its pixel too far on.
 */
export function firstVersion(keypoints: Keypoints): Uint8Array {
  const { count, dark, width, height, x, y, sigma, direction, descriptors } = keypoints;
  const bytes = new Uint8Array(10 + 38 * count);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 1);
  [count, dark, width, height].forEach((value, i) => view.setUint16(2 + 2 * i, value, true));
  for (let i = 0; i < count; i++) {
    const at = 10 + 38 * i;
    const off = (2 ** levelOf(sigma[i]).octave - 1) / 2;
    view.setUint16(at, Math.min(65_535, Math.round((x[i] + off / width) * 65_535)), true);
    view.setUint16(at + 2, Math.min(65_535, Math.round((y[i] + off / height) * 65_535)), true);
    view.setUint8(at + 4, Math.min(255, Math.max(0, Math.round(32 * Math.log2(sigma[i])))));
    view.setUint8(at + 5, Math.round((direction[i] / (2 * Math.PI)) * 256) % 256);
    descriptors.subarray(8 * i, 8 * i + 8).forEach((word, j) => view.setInt32(at + 6 + 4 * j, word, true));
  }
  return bytes;
}
