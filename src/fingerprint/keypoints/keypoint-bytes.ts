import { TrainspotError } from '../../core/errors.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import type { Window } from '../resize.ts';
import { WORDS } from './descriptor.ts';
import { levelOf } from './scale-space.ts';

/** Keypoints of one picture, each a place with a size, a direction and a descriptor of what is around it. */
export interface Keypoints {
  /** Sides of the picture, in pixels of the finest size that they were found at. */
  width: number;
  height: number;
  /** The box around what is drawn, in those pixels. */
  content: Window;
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
  /** How much there is to describe at each, as `describe` sums it; 0 where it was not kept. */
  strength: Float32Array;
  /** The content again, wherever nothing stands out too. */
  grid: Grid;
}

/** Descriptors of places in even rows and columns over a picture's content, all seen upright. */
export interface Grid {
  columns: number;
  rows: number;
  /** `WORDS` words each, row by row; all 0 where it is plain. */
  descriptors: Int32Array;
  /** How much there is to describe at each. */
  strength: Float32Array;
}

/** The first byte: 1 had no content and no grid, and is read as a picture that is all content. */
const VERSION = 2;
const VERSION_WITHOUT_GRID = 1;

const HEADER_BYTES = 20;
const HEADER_BYTES_WITHOUT_GRID = 10;
const PLACE_BYTES = 6;
const DESCRIPTOR_BYTES = 4 * WORDS;
const KEYPOINT_BYTES_WITHOUT_GRID = PLACE_BYTES + DESCRIPTOR_BYTES;
const KEYPOINT_BYTES = KEYPOINT_BYTES_WITHOUT_GRID + 1;
const AREA_BYTES = DESCRIPTOR_BYTES + 1;

/** Steps of the one byte that holds a size: 32 to each doubling, from 1 pixel on. */
const SIGMA_STEPS = 32;

/** Steps of the one byte that holds a strength: 20 to each doubling, from a hundredth on. */
const STRENGTH_STEPS = 20;
const LEAST_STRENGTH = 0.01;

const FRACTION = 65_535;
const TURN = 2 * Math.PI;

const NO_GRID: Grid = { columns: 0, rows: 0, descriptors: new Int32Array(0), strength: new Float32Array(0) };

export function emptyKeypoints(width: number, height: number, count: number, dark: number): Keypoints {
  return {
    width,
    height,
    content: { left: 0, top: 0, width, height },
    count,
    dark,
    x: new Float32Array(count),
    y: new Float32Array(count),
    sigma: new Float32Array(count),
    direction: new Float32Array(count),
    descriptors: new Int32Array(count * WORDS),
    strength: new Float32Array(count),
    grid: NO_GRID,
  };
}

/** Keypoints as bytes: 20, 39 for each, and 33 for each place of the grid. Sizes, directions and strengths keep a hundredth of their range. */
export function writeKeypoints(keypoints: Keypoints): KeypointBytes {
  const { width, height, content, count, dark, x, y, sigma, direction, descriptors, strength, grid } =
    keypoints;
  const gridAt = HEADER_BYTES + count * KEYPOINT_BYTES;
  const bytes = new Uint8Array(gridAt + AREA_BYTES * grid.strength.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  [count, dark, width, height, content.left, content.top, content.width, content.height].forEach((value, i) =>
    view.setUint16(2 + 2 * i, value, true),
  );
  view.setUint8(18, grid.columns);
  view.setUint8(19, grid.rows);
  for (let i = 0; i < count; i++) {
    const at = HEADER_BYTES + i * KEYPOINT_BYTES;
    view.setUint16(at, Math.round(clamped(x[i], 1) * FRACTION), true);
    view.setUint16(at + 2, Math.round(clamped(y[i], 1) * FRACTION), true);
    view.setUint8(at + 4, Math.round(clamped(Math.log2(sigma[i]) * SIGMA_STEPS, 255)));
    view.setUint8(at + 5, Math.round((direction[i] / TURN) * 256) % 256);
    writeWords(view, at + PLACE_BYTES, descriptors.subarray(i * WORDS, (i + 1) * WORDS));
    view.setUint8(at + PLACE_BYTES + DESCRIPTOR_BYTES, strengthByte(strength[i]));
  }
  writeWords(view, gridAt, grid.descriptors);
  bytes.set(Array.from(grid.strength, strengthByte), gridAt + 4 * grid.descriptors.length);
  return bytes;
}

/** How many keypoints these bytes hold; 0 for bytes that are none. */
export function keypointCount(bytes: KeypointBytes): number {
  return bytes.length < HEADER_BYTES_WITHOUT_GRID ? 0 : bytes[2] + 256 * bytes[3];
}

/** So much of them that `keypointCount` still counts, where they have been compared and are kept no longer. */
export function keypointHead(bytes: KeypointBytes): KeypointBytes {
  return bytes.slice(0, HEADER_BYTES_WITHOUT_GRID);
}

/** @throws TrainspotError `signature-invalid` for bytes that `writeKeypoints` does not write, nor did */
export function readKeypoints(bytes: KeypointBytes): Keypoints {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes.length > 0 ? view.getUint8(0) : null;
  if (version !== VERSION && version !== VERSION_WITHOUT_GRID) {
    throw invalid(`it begins with ${version ?? 'nothing'}, not with ${VERSION} or ${VERSION_WITHOUT_GRID}`);
  }
  const header = version === VERSION ? HEADER_BYTES : HEADER_BYTES_WITHOUT_GRID;
  if (bytes.length < header) throw invalid(`it has ${bytes.length} bytes, and its header is ${header}`);
  const number = (at: number): number => view.getUint16(at, true);
  const [count, dark, width, height] = [number(2), number(4), number(6), number(8)];
  const [columns, rows] = version === VERSION ? [view.getUint8(18), view.getUint8(19)] : [0, 0];
  const each = version === VERSION ? KEYPOINT_BYTES : KEYPOINT_BYTES_WITHOUT_GRID;
  const gridAt = header + count * each;
  const expected = gridAt + columns * rows * AREA_BYTES;
  if (bytes.length !== expected) {
    throw invalid(`it has ${bytes.length} bytes, and ${count} keypoints are ${expected}`);
  }
  if (dark > count) throw invalid(`${dark} of its ${count} keypoints are dark`);
  if (width === 0 || height === 0) throw invalid(`its picture measures ${width} × ${height}`);
  const keypoints = emptyKeypoints(width, height, count, dark);
  if (version === VERSION) {
    const content = { left: number(10), top: number(12), width: number(14), height: number(16) };
    if (!isWithin(content, keypoints)) {
      throw invalid(
        `its content, ${content.width} × ${content.height}, is not within its ${width} × ${height}`,
      );
    }
    keypoints.content = content;
    const descriptors = new Int32Array(columns * rows * WORDS);
    readWords(view, gridAt, descriptors);
    const strength = Float32Array.from(bytes.subarray(gridAt + 4 * descriptors.length), strengthOf);
    keypoints.grid = { columns, rows, descriptors, strength };
  }
  for (let i = 0; i < count; i++) {
    const at = header + i * each;
    keypoints.x[i] = view.getUint16(at, true) / FRACTION;
    keypoints.y[i] = view.getUint16(at + 2, true) / FRACTION;
    keypoints.sigma[i] = 2 ** (view.getUint8(at + 4) / SIGMA_STEPS);
    keypoints.direction[i] = (view.getUint8(at + 5) / 256) * TURN;
    readWords(view, at + PLACE_BYTES, keypoints.descriptors.subarray(i * WORDS, (i + 1) * WORDS));
    if (version === VERSION)
      keypoints.strength[i] = strengthOf(view.getUint8(at + PLACE_BYTES + DESCRIPTOR_BYTES));
    else straighten(keypoints, i);
  }
  return keypoints;
}

/** The first releases took the middle of a coarse octave's pixel for the middle of all that it stands for. */
function straighten({ x, y, sigma, width, height }: Keypoints, i: number): void {
  const off = (2 ** levelOf(sigma[i]).octave - 1) / 2;
  x[i] -= off / width;
  y[i] -= off / height;
}

/** 0 for what is plain. */
function strengthByte(strength: number): number {
  return strength < LEAST_STRENGTH
    ? 0
    : Math.round(1 + clamped(Math.log2(strength / LEAST_STRENGTH) * STRENGTH_STEPS, 254));
}

function strengthOf(byte: number): number {
  return byte === 0 ? 0 : LEAST_STRENGTH * 2 ** ((byte - 1) / STRENGTH_STEPS);
}

function isWithin(content: Window, { width, height }: Keypoints): boolean {
  const isThere = content.width > 0 && content.height > 0;
  return isThere && content.left + content.width <= width && content.top + content.height <= height;
}

function writeWords(view: DataView, at: number, words: Int32Array): void {
  words.forEach((word, i) => view.setInt32(at + 4 * i, word, true));
}

function readWords(view: DataView, at: number, words: Int32Array): void {
  for (let i = 0; i < words.length; i++) words[i] = view.getInt32(at + 4 * i, true);
}

function clamped(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

function invalid(why: string): TrainspotError {
  return new TrainspotError('signature-invalid', `The keypoints cannot be read: ${why}.`);
}
