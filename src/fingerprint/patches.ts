import type { Patch, RgbPicture } from '../core/picture.ts';
import { plainRegions, type Box, type Region } from './plain-regions.ts';

/** Of one colour: so far from the mean are the pixels of a patch in each. A sky falls off by more. */
const ONE_COLOUR_WITHIN = 12;

/** Shares of the picture: smaller is a detail, and larger is ground, or what the picture is of. */
const LEAST_SHARE = 0.01;
const LARGEST_SHARE = 0.35;

/** In a picture of fewer pixels a side there is no telling what was laid over it. */
const LEAST_PIXELS = 48;

/** Of the picture's shorter side. */
const LEAST_SIDE = 0.035;

/** Of its box a rectangle fills nearly all, a disc π / 4. */
const RECTANGLE_FILLS = 0.93;
const LEAST_OF_DISC = 0.7;
const MOST_OF_DISC = 0.86;
const LEAST_WITHIN_DISC = 0.96;

/** A plain place beside a bar may run into it: rows and columns are a bar's where they are so full of the fullest … */
const LEAST_OF_FULLEST = 0.75;

/** … and then most of the region must be in them. */
const LEAST_OF_REGION = 0.5;

/** Compression frays an edge: rows beside it are still a patch's where most of them is of nearly its colour. */
const FRAYED_WITHIN = 40;
const LEAST_OF_EDGE = 0.7;
const MOST_FRAYED = 4;

/** What was laid over a picture ends where it ends: beside its edge the picture is otherwise by this much, nearly everywhere. */
const LEAST_CONTRAST = 16;
const LEAST_SHARP = 0.8;

/** An edge is a pixel wide, and what is beside it begins so many pixels further. */
const RIM = 1;
const BEYOND = 3;

/** Steps around a disc. */
const STEPS = 96;

/**
 * Rectangles and discs of one colour with a sharp edge, as bars, boxes over a face and stickers are: what lies under one is not
 * seen, and says nothing of two pictures. Some are drawn in the picture itself; the row's has them too, then, and little is lost
 * where only what is beside them is compared. Of 40 photographs
 * under three bars each 38 show three or more, and the 40 as they are show one in all.
 */
export function patchesOf(picture: RgbPicture): Patch[] {
  if (Math.min(picture.width, picture.height) < LEAST_PIXELS) return [];
  const { pixels, regions } = plainRegions(picture);
  return regions.flatMap((region) => patchIn(region, pixels) ?? []);
}

function patchIn(region: Region, pixels: RgbPicture): Patch | null {
  if (!isOfSize(region, pixels)) return null;
  const isRound = isDisc(region);
  const inner = isRound ? region : trimmed(region);
  if (!isRound && !isFilled(inner, region, pixels)) return null;
  const box = isRound ? region : grown(inner, pixels, region.colour);
  if (!isOfSize(box, pixels) || areaOf(box) > LARGEST_SHARE * pixels.width * pixels.height) return null;
  if (!isSharp(isRound ? aroundDisc(box) : aroundRectangle(box), pixels, region.colour)) return null;
  return inFractions(box, pixels, isRound);
}

/** With the edge around it. */
function inFractions({ left, top, right, bottom }: Box, pixels: RgbPicture, isRound: boolean): Patch {
  const [first, above] = [Math.max(0, left - RIM), Math.max(0, top - RIM)];
  const last = Math.min(pixels.width, right + 1 + RIM);
  const below = Math.min(pixels.height, bottom + 1 + RIM);
  return {
    left: first / pixels.width,
    top: above / pixels.height,
    width: (last - first) / pixels.width,
    height: (below - above) / pixels.height,
    isRound,
  };
}

function sideOf(first: number, last: number): number {
  return last - first + 1;
}

function areaOf({ left, top, right, bottom }: Box): number {
  return sideOf(left, right) * sideOf(top, bottom);
}

function isOfSize(box: Box, { width, height }: RgbPicture): boolean {
  const shorter = Math.min(sideOf(box.left, box.right), sideOf(box.top, box.bottom));
  return areaOf(box) >= LEAST_SHARE * width * height && shorter >= LEAST_SIDE * Math.min(width, height);
}

function isDisc(region: Region): boolean {
  const { left, top, right, bottom, count } = region;
  const fills = count / areaOf(region);
  if (fills < LEAST_OF_DISC || fills > MOST_OF_DISC) return false;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const [across, down] = [sideOf(left, right) / 2, sideOf(top, bottom) / 2];
  const isWithin = (u: number, v: number): boolean => ((u - x) / across) ** 2 + ((v - y) / down) ** 2 <= 1;
  const within = countIn(region, (u, v) => region.isOfIt(u, v) && isWithin(u, v));
  return within >= LEAST_WITHIN_DISC * count;
}

function countIn({ left, top, right, bottom }: Box, holds: (x: number, y: number) => boolean): number {
  let count = 0;
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) if (holds(x, y)) count++;
  return count;
}

/** The rows of a region, and then of these the columns, that are about as full of it as the fullest. */
function trimmed(region: Region): Box {
  const { left, right } = region;
  const countRow = (y: number): number => countIn({ left, right, top: y, bottom: y }, region.isOfIt);
  const [top, bottom] = fullest(region.top, region.bottom, countRow);
  const countColumn = (x: number): number => countIn({ left: x, right: x, top, bottom }, region.isOfIt);
  const [first, last] = fullest(left, right, countColumn);
  return { left: first, right: last, top, bottom };
}

function fullest(first: number, last: number, count: (at: number) => number): [number, number] {
  const counts = Array.from({ length: sideOf(first, last) }, (_, i) => count(first + i));
  const least = LEAST_OF_FULLEST * Math.max(...counts);
  return [
    first + counts.findIndex((one) => one >= least),
    first + counts.findLastIndex((one) => one >= least),
  ];
}

function isFilled(box: Box, { colour, count }: Region, pixels: RgbPicture): boolean {
  const own = countIn(box, (x, y) => farFrom(colour, pixels, x, y) <= ONE_COLOUR_WITHIN);
  return own >= RECTANGLE_FILLS * areaOf(box) && areaOf(box) >= LEAST_OF_REGION * count;
}

/** How far a pixel is from a colour, in the one in which it is furthest. */
function farFrom(
  [red, green, blue]: readonly number[],
  { width, data }: RgbPicture,
  x: number,
  y: number,
): number {
  const at = 3 * (y * width + x);
  return Math.max(Math.abs(data[at] - red), Math.abs(data[at + 1] - green), Math.abs(data[at + 2] - blue));
}

function grown(box: Box, pixels: RgbPicture, colour: readonly number[]): Box {
  let { left, top, right, bottom } = box;
  const isOfIt = (strip: Box): boolean => {
    if (strip.left < 0 || strip.top < 0 || strip.right >= pixels.width || strip.bottom >= pixels.height)
      return false;
    return (
      countIn(strip, (x, y) => farFrom(colour, pixels, x, y) <= FRAYED_WITHIN) >=
      LEAST_OF_EDGE * areaOf(strip)
    );
  };
  for (let step = 0; step < MOST_FRAYED; step++) {
    if (isOfIt({ left, right, top: top - 1, bottom: top - 1 })) top--;
    if (isOfIt({ left, right, top: bottom + 1, bottom: bottom + 1 })) bottom++;
    if (isOfIt({ left: left - 1, right: left - 1, top, bottom })) left--;
    if (isOfIt({ left: right + 1, right: right + 1, top, bottom })) right++;
  }
  return { left, top, right, bottom };
}

/** Whether beside its edge there is something else, but where the edge is the picture's. */
function isSharp(around: [number, number][], pixels: RgbPicture, colour: readonly number[]): boolean {
  const inside = around.filter(([x, y]) => x >= 0 && y >= 0 && x < pixels.width && y < pixels.height);
  const sharp = inside.filter(([x, y]) => farFrom(colour, pixels, x, y) >= LEAST_CONTRAST);
  return inside.length > 0 && sharp.length >= LEAST_SHARP * inside.length;
}

function aroundRectangle({ left, top, right, bottom }: Box): [number, number][] {
  const places: [number, number][] = [];
  for (let x = left; x <= right; x++) places.push([x, top - BEYOND], [x, bottom + BEYOND]);
  for (let y = top; y <= bottom; y++) places.push([left - BEYOND, y], [right + BEYOND, y]);
  return places;
}

function aroundDisc({ left, top, right, bottom }: Box): [number, number][] {
  const [across, down] = [(right - left) / 2 + BEYOND, (bottom - top) / 2 + BEYOND];
  return Array.from({ length: STEPS }, (_, i) => {
    const turn = (2 * Math.PI * i) / STEPS;
    return [
      Math.round((left + right) / 2 + Math.cos(turn) * across),
      Math.round((top + bottom) / 2 + Math.sin(turn) * down),
    ];
  });
}
