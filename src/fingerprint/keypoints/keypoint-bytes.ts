import { TrainspotError } from '../../core/errors.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import { WORDS } from './descriptor.ts';

/** Keypoints of one picture, each a place with a size, a direction and a descriptor of what is around it. */
export interface Keypoints {
  /** Sides of the picture they were found in; only their ratio means anything. */
  width: number;
  height: number;
  count: number;
  /** The first so many are darker than what is around them, the others lighter: the one is never the other. */
  dark: number;
  /** Fractions of the width and height, from the top left. */
  x: Float32Array;
  y: Float32Array;
  /** Blur at which the place stands out, in pixels of `width` and `height`. */
  sigma: Float32Array;
  /** Radians, clockwise from the right, 0 to 2π. */
  direction: Float32Array;
  /** `WORDS` words each. */
  descriptors: Int32Array;
}

/** The first byte. A reader takes no other. */
const VERSION = 1;

const HEADER_BYTES = 10;
const PLACE_BYTES = 6;
const DESCRIPTOR_BYTES = 4 * WORDS;
const KEYPOINT_BYTES = PLACE_BYTES + DESCRIPTOR_BYTES;

/** Steps of the one byte that holds a size: 32 to each doubling, from 1 pixel on. */
const SIGMA_STEPS = 32;

const FRACTION = 65_535;
const TURN = 2 * Math.PI;

export function emptyKeypoints(width: number, height: number, count: number, dark: number): Keypoints {
  return {
    width,
    height,
    count,
    dark,
    x: new Float32Array(count),
    y: new Float32Array(count),
    sigma: new Float32Array(count),
    direction: new Float32Array(count),
    descriptors: new Int32Array(count * WORDS),
  };
}

/** Keypoints as bytes: 10, and 38 for each. Sizes and directions keep a hundredth of their range. */
export function writeKeypoints(keypoints: Keypoints): KeypointBytes {
  const { width, height, count, dark, x, y, sigma, direction, descriptors } = keypoints;
  const bytes = new Uint8Array(HEADER_BYTES + count * KEYPOINT_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint16(2, count, true);
  view.setUint16(4, dark, true);
  view.setUint16(6, width, true);
  view.setUint16(8, height, true);
  for (let i = 0; i < count; i++) {
    const at = HEADER_BYTES + i * KEYPOINT_BYTES;
    view.setUint16(at, Math.round(clamped(x[i], 1) * FRACTION), true);
    view.setUint16(at + 2, Math.round(clamped(y[i], 1) * FRACTION), true);
    view.setUint8(at + 4, Math.round(clamped(Math.log2(sigma[i]) * SIGMA_STEPS, 255)));
    view.setUint8(at + 5, Math.round((direction[i] / TURN) * 256) % 256);
    for (let word = 0; word < WORDS; word++) {
      view.setInt32(at + PLACE_BYTES + 4 * word, descriptors[i * WORDS + word], true);
    }
  }
  return bytes;
}

/** How many keypoints a keypoints holds; 0 for bytes that are none. */
export function keypointCount(bytes: KeypointBytes): number {
  return Math.max(0, Math.floor((bytes.length - HEADER_BYTES) / KEYPOINT_BYTES));
}

/** @throws TrainspotError `signature-invalid` for bytes that `writeKeypoints` does not write */
export function readKeypoints(bytes: KeypointBytes): Keypoints {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getUint8(0) !== VERSION) {
    throw invalid(`it begins with ${bytes.length > 0 ? view.getUint8(0) : 'nothing'}, not with ${VERSION}`);
  }
  const count = view.getUint16(2, true);
  const expected = HEADER_BYTES + count * KEYPOINT_BYTES;
  if (bytes.length !== expected) {
    throw invalid(`it has ${bytes.length} bytes, and ${count} keypoints are ${expected}`);
  }
  const dark = view.getUint16(4, true);
  if (dark > count) throw invalid(`${dark} of its ${count} keypoints are dark`);
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  if (width === 0 || height === 0) throw invalid(`its picture measures ${width} × ${height}`);
  const keypoints = emptyKeypoints(width, height, count, dark);
  for (let i = 0; i < count; i++) {
    const at = HEADER_BYTES + i * KEYPOINT_BYTES;
    keypoints.x[i] = view.getUint16(at, true) / FRACTION;
    keypoints.y[i] = view.getUint16(at + 2, true) / FRACTION;
    keypoints.sigma[i] = 2 ** (view.getUint8(at + 4) / SIGMA_STEPS);
    keypoints.direction[i] = (view.getUint8(at + 5) / 256) * TURN;
    for (let word = 0; word < WORDS; word++) {
      keypoints.descriptors[i * WORDS + word] = view.getInt32(at + PLACE_BYTES + 4 * word, true);
    }
  }
  return keypoints;
}

function clamped(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

function invalid(why: string): TrainspotError {
  return new TrainspotError('signature-invalid', `The keypoints cannot be read: ${why}.`);
}
