import type { RgbPicture } from '../../core/picture.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import { contentBox, cutOut, partBoxes } from '../content-boxes.ts';
import { SMALL_SIDE, smallGreyOf } from '../grey.ts';
import type { Window } from '../resize.ts';
import { describe, mirrorDescriptor, WORDS } from './descriptor.ts';
import { extremaOf, type Extremum } from './extrema.ts';
import { directionsOf } from './orientation.ts';
import { scaleSpace } from './scale-space.ts';
import { selectSpread } from './select.ts';
import { gridOf } from './grid.ts';
import { emptyKeypoints, writeKeypoints, type Grid, type Keypoints } from './keypoint-bytes.ts';

/** A part's own size makes its picture no larger than this, in pixels: it would be a speck. */
const LARGEST_SIDE = 12 * SMALL_SIDE;

/** How many keypoints of a picture are kept, how many directions of one place, and where they are looked for. */
export interface KeypointBudget {
  most: number;
  directions: number;
  /** Further keypoints of each part that lies by itself, which may be another picture; 0 for the content alone. */
  mostOfPart: number;
}

export const KEYPOINT_BUDGETS = {
  /** Where only hashes or vectors are asked for. */
  none: { most: 0, directions: 0, mostOfPart: 0 },
  /** What an index keeps of a row. */
  row: { most: 160, directions: 1, mostOfPart: 0 },
  /** What a check compares with it: enough that any part of a row still meets the row's keypoints in it. */
  query: { most: 400, directions: 2, mostOfPart: 160 },
  /** Of a row's live picture: as a query's. */
  live: { most: 400, directions: 2, mostOfPart: 160 },
} satisfies Record<string, KeypointBudget>;

/** The keypoints of a picture as bytes; of a flat one there are none. */
export function pictureKeypoints(picture: RgbPicture, budget: KeypointBudget): KeypointBytes {
  return writeKeypoints(keypointsOf(picture, budget));
}

/**
 * At most `budget.most` keypoints, spread over the picture's content: extrema of differences of Gaussians with
 * histograms of gradients (Lowe's SIFT), as bits. A figure on plain ground is looked at in its own size. The same picture
 * gives the same ones: by hand, since an index keeps them and compares them for years, which the next version of a
 * package (OpenCV's, of 10 MB) may not allow.
 */
export function keypointsOf(picture: RgbPicture, budget: KeypointBudget): Keypoints {
  if (budget.most === 0) return emptyKeypoints(picture.width, picture.height, 0, 0);
  const content = contentBox(picture);
  const ofContent = foundIn(picture, content, budget);
  if (budget.mostOfPart === 0) return joined(picture, content, ofContent, []);
  const whole = { left: 0, top: 0, width: picture.width, height: picture.height };
  const boxes = [whole, ...partBoxes(picture)].filter((box) => !isSame(box, content));
  const others = boxes.map((box, i) =>
    foundIn(picture, box, i === 0 ? budget : { ...budget, most: budget.mostOfPart }),
  );
  return joined(picture, content, ofContent, others);
}

/** A keypoint's place and size in the picture's own pixels. */
interface Found {
  extremum: Extremum;
  x: number;
  y: number;
  sigma: number;
  direction: number;
  descriptor: Int32Array;
  /** How much there is to describe, as `describe` sums it. */
  strength: number;
}

interface FoundIn {
  /** Pixels of the picture that one pixel stands for at the size the keypoints were found at. */
  step: number;
  found: Found[];
  grid: Grid;
}

function foundIn(picture: RgbPicture, box: Window, { most, directions }: KeypointBudget): FoundIn {
  const isWhole = box.width === picture.width && box.height === picture.height;
  const grey = smallGreyOf(isWhole ? picture : cutOut(picture, box));
  const [stepX, stepY] = [box.width / grey.width, box.height / grey.height];
  const step = Math.max(box.width, box.height) / SMALL_SIDE;
  const octaves = scaleSpace(grey);
  const places = octaves.flatMap(extremaOf).map((extremum) => ({
    extremum,
    x: extremum.x * extremum.octave.step,
    y: extremum.y * extremum.octave.step,
    strength: extremum.contrast,
  }));
  const found: Found[] = [];
  for (const { extremum, x, y } of selectSpread(places, most)) {
    for (const direction of directionsOf(extremum, directions)) {
      if (found.length === most) break;
      const descriptor = new Int32Array(WORDS);
      const strength = describe(extremum, direction, descriptor, 0);
      // A pixel's middle is half a pixel into the picture: of the finest size in every octave, which keeps every second pixel.
      found.push({
        extremum,
        x: box.left + (x + 0.5) * stepX,
        y: box.top + (y + 0.5) * stepY,
        sigma: extremum.sigma * extremum.octave.step * step,
        direction,
        descriptor,
        strength,
      });
    }
  }
  return { step, found, grid: gridOf(octaves, grey.width, grey.height) };
}

/** The keypoints of several sizes of one picture, measured in the finest of them. */
function joined(
  picture: RgbPicture,
  content: Window,
  ofContent: FoundIn,
  others: readonly FoundIn[],
): Keypoints {
  const sets = [ofContent, ...others];
  const step = Math.max(
    Math.min(...sets.map((set) => set.step)),
    Math.max(picture.width, picture.height) / LARGEST_SIDE,
  );
  const all = sets.flatMap(({ found }) => found);
  const dark = all.filter(({ extremum }) => extremum.isDark);
  const kept = [...dark, ...all.filter(({ extremum }) => !extremum.isDark)];
  const [width, height] = [picture.width / step, picture.height / step];
  const keypoints = emptyKeypoints(
    Math.max(1, Math.round(width)),
    Math.max(1, Math.round(height)),
    kept.length,
    dark.length,
  );
  keypoints.content = scaled(content, 1 / step, keypoints);
  keypoints.grid = ofContent.grid;
  kept.forEach(({ x, y, sigma, direction, descriptor, strength }, i) => {
    keypoints.x[i] = x / picture.width;
    keypoints.y[i] = y / picture.height;
    keypoints.sigma[i] = sigma / step;
    keypoints.direction[i] = direction;
    keypoints.strength[i] = strength;
    keypoints.descriptors.set(descriptor, i * WORDS);
  });
  return keypoints;
}

/** The keypoints of the mirrored picture (left and right swapped), without looking at it again. */
export function mirroredKeypoints(keypoints: Keypoints): Keypoints {
  const mirrored = { ...keypoints, descriptors: new Int32Array(keypoints.descriptors.length) };
  const { left, width } = keypoints.content;
  mirrored.content = { ...keypoints.content, left: keypoints.width - left - width };
  mirrored.x = keypoints.x.map((x) => 1 - x);
  mirrored.direction = keypoints.direction.map((direction) => (3 * Math.PI - direction) % (2 * Math.PI));
  for (let i = 0; i < keypoints.count; i++) {
    mirrorDescriptor(keypoints.descriptors, i * WORDS, mirrored.descriptors, i * WORDS);
  }
  return mirrored;
}

function isSame(a: Window, b: Window): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}

function scaled({ left, top, width, height }: Window, factor: number, within: Keypoints): Window {
  const [x, y] = [Math.round(left * factor), Math.round(top * factor)];
  return {
    left: Math.min(x, within.width - 1),
    top: Math.min(y, within.height - 1),
    width: Math.max(1, Math.min(within.width - x, Math.round(width * factor))),
    height: Math.max(1, Math.min(within.height - y, Math.round(height * factor))),
  };
}
