import { PHOTOMETRIC } from './kind.ts';
import type { TiffLayout } from './layout.ts';

/** Sets `rgb`, three numbers of 0–255, from a pixel's samples that begin at `at`. */
export type ToRgb = (data: ArrayLike<number>, at: number, rgb: Float64Array) => void;

/** How the colours of a TIFF become sRGB; null for CMYK, which libvips converts. */
export function toRgbOf(layout: TiffLayout): ToRgb | null {
  const isDeep = layout.bits[0] === 16;
  switch (layout.photometric) {
    case PHOTOMETRIC.ycbcr:
      return fromYcbcr(layout, isDeep ? 257 : 1);
    case PHOTOMETRIC.cieLab:
      return isDeep ? fromLab(65_535, signed16, 256) : fromLab(255, signed8, 1);
    case PHOTOMETRIC.iccLab:
      // ICC: L* of 100 is FF00 in 16 bits, and a* and b* are moved by half the range.
      return isDeep ? fromLab(65_280, (code) => code - 32_768, 256) : fromLab(255, (code) => code - 128, 1);
    case PHOTOMETRIC.rgb:
      return plain(isDeep ? 257 : 1);
    case PHOTOMETRIC.blackIsZero:
      return grey(isDeep ? 257 : 1, false);
    case PHOTOMETRIC.whiteIsZero:
      return grey(isDeep ? 257 : 1, true);
    default:
      return null;
  }
}

function plain(unit: number): ToRgb {
  return (data, at, rgb) => {
    for (let channel = 0; channel < 3; channel++) rgb[channel] = data[at + channel] / unit;
  };
}

function grey(unit: number, isInverted: boolean): ToRgb {
  return (data, at, rgb) => {
    rgb.fill(isInverted ? 255 - data[at] / unit : data[at] / unit);
  };
}

/** TIFF 6.0, section 21. */
function fromYcbcr({ lumaShares, range }: TiffLayout, unit: number): ToRgb {
  const [red, green, blue] = lumaShares;
  const [black, white, zeroBlue, mostBlue, zeroRed, mostRed] = range;
  return (data, at, rgb) => {
    const luma = ((data[at] / unit - black) * 255) / (white - black);
    const towardsBlue = ((data[at + 1] / unit - zeroBlue) * 127) / (mostBlue - zeroBlue);
    const towardsRed = ((data[at + 2] / unit - zeroRed) * 127) / (mostRed - zeroRed);
    rgb[0] = luma + towardsRed * (2 - 2 * red);
    rgb[2] = luma + towardsBlue * (2 - 2 * blue);
    rgb[1] = (luma - blue * rgb[2] - red * rgb[0]) / green;
  };
}

const signed8 = (code: number): number => (code << 24) >> 24;
const signed16 = (code: number): number => (code << 16) >> 16;

/** The white of ICC profiles, and of CIELAB as Photoshop writes it: D50, with Y of 1. */
const WHITE = [0.9642, 1, 0.8249];

/** From XYZ for D50 to linear sRGB (Bradford), row by row: Lindbloom's matrices for sRGB. */
const TO_LINEAR = [
  3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.033454, 0.0719453, -0.2289914, 1.4052427,
];

/** sRGB's curve (IEC 61966-2-1), 0–255, for light of 0 to 1 in so many steps. */
const STEPS = 16_384;
const CURVE = Float64Array.from({ length: STEPS + 1 }, (_, step) => {
  const light = step / STEPS;
  return 255 * (light <= 0.003_130_8 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
});

/** @param whiteCode of an L* of 100 @param perUnit codes for 1 of a* and b* */
function fromLab(whiteCode: number, signed: (code: number) => number, perUnit: number): ToRgb {
  return (data, at, rgb) => {
    const middle = ((data[at] * 100) / whiteCode + 16) / 116;
    const x = WHITE[0] * uncubed(middle + signed(data[at + 1]) / perUnit / 500);
    const y = WHITE[1] * uncubed(middle);
    const z = WHITE[2] * uncubed(middle - signed(data[at + 2]) / perUnit / 200);
    for (let channel = 0; channel < 3; channel++) {
      const row = channel * 3;
      const light = TO_LINEAR[row] * x + TO_LINEAR[row + 1] * y + TO_LINEAR[row + 2] * z;
      rgb[channel] = CURVE[Math.round(STEPS * Math.max(0, Math.min(1, light)))];
    }
  };
}

/** CIE 15: the inverse of its cube root that is straight near black. */
function uncubed(root: number): number {
  return root > 6 / 29 ? root ** 3 : (root - 4 / 29) * 3 * (6 / 29) ** 2;
}
