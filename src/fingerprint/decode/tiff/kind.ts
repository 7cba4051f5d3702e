import type { TiffLayout } from './layout.ts';

/** TIFF 6.0 and its supplements, tag 262. */
export const PHOTOMETRIC = {
  whiteIsZero: 0,
  blackIsZero: 1,
  rgb: 2,
  palette: 3,
  cmyk: 5,
  ycbcr: 6,
  cieLab: 8,
  iccLab: 9,
} as const;

/** Samples of a pixel that are colour. */
export const COLOURS: Readonly<Record<number, number>> = {
  [PHOTOMETRIC.whiteIsZero]: 1,
  [PHOTOMETRIC.blackIsZero]: 1,
  [PHOTOMETRIC.rgb]: 3,
  [PHOTOMETRIC.palette]: 1,
  [PHOTOMETRIC.cmyk]: 4,
  [PHOTOMETRIC.ycbcr]: 3,
  [PHOTOMETRIC.cieLab]: 3,
  [PHOTOMETRIC.iccLab]: 3,
};

/** Whose files libvips reads here, by TIFF's tag 259; found by reading one of each. */
const UNPACKED = new Set([1, 2, 3, 4, 5, 6, 7, 8, 32_771, 32_773, 32_946, 50_001]);

const NOT_UNPACKED: Readonly<Record<number, string>> = {
  34_661: 'JBIG',
  33_003: 'JPEG 2000',
  33_004: 'JPEG 2000',
  33_005: 'JPEG 2000',
  34_712: 'JPEG 2000',
  22_610: 'JPEG XR',
  34_933: 'PNG',
  34_934: 'JPEG XR',
  34_887: 'LERC',
  34_925: 'LZMA',
  50_000: 'Zstandard',
  50_002: 'JPEG XL',
  52_546: 'JPEG XL',
};

/** Printers have a dozen inks; what has more is no picture. */
export const MAX_SAMPLES = 32;

/** Sensor readings: a colour filter's, or each colour's. */
const RAW_PHOTOMETRICS = [32_803, 34_892];

const JPEG_COMPRESSIONS = [6, 7];

/** How a TIFF is to be read: by libvips as it stands, from its samples, or not at all. */
export type TiffKind =
  { way: 'libvips' } | { way: 'samples'; alpha: TiffAlpha | null } | { way: 'none'; name: string };

/** Which sample is the alpha, and whether the colours were multiplied by it. */
export interface TiffAlpha {
  sample: number;
  isMultiplied: boolean;
}

const BY_LIBVIPS: TiffKind = { way: 'libvips' };

/** What can be done with a TIFF. A sample that is unspecified is no transparency (TIFF 6.0, ExtraSamples). */
export function tiffKind(layout: TiffLayout, bytes: Uint8Array): TiffKind {
  const { photometric, compression, samples, bits } = layout;
  const isRaw =
    layout.isDng ||
    RAW_PHOTOMETRICS.includes(photometric) ||
    (layout.isThumbnail && layout.hasSubDirectories) ||
    (bytes[8] === 0x43 && bytes[9] === 0x52);
  if (isRaw) return none('a camera’s raw file');
  if (!UNPACKED.has(compression)) {
    return none(`a TIFF packed with ${NOT_UNPACKED[compression] ?? `compression ${compression}`}`);
  }
  const colours = COLOURS[photometric];
  if (colours === undefined) return none(`a TIFF of the colour kind ${photometric}`);
  if (samples > MAX_SAMPLES) return none(`a TIFF of ${samples} channels`);
  const wrong = wrongNumbers(layout, colours);
  if (wrong) return none(`a TIFF ${wrong}`);
  if (samples < colours) return BY_LIBVIPS;
  if (photometric === PHOTOMETRIC.ycbcr && JPEG_COMPRESSIONS.includes(compression)) return BY_LIBVIPS;
  const isPlain = photometric <= PHOTOMETRIC.palette || photometric === PHOTOMETRIC.cmyk;
  if (isPlain && samples === colours) return BY_LIBVIPS;
  const alpha = alphaOf(layout, colours);
  const onlyAlpha = samples === colours + 1 && alpha !== null && !alpha.isMultiplied;
  if (isPlain && photometric !== PHOTOMETRIC.palette && onlyAlpha) return BY_LIBVIPS;
  if (photometric === PHOTOMETRIC.palette) return none('a TIFF whose palette has further channels');
  if (bits.some((depth) => depth !== bits[0]) || ![8, 16].includes(bits[0])) {
    return none(`a TIFF of ${bits[0]}-bit channels in Lab or YCbCr, or with further channels`);
  }
  const isShared = photometric === PHOTOMETRIC.ycbcr && layout.subsampling.some((pixels) => pixels > 1);
  if (isShared) {
    return isReadShared(layout)
      ? BY_LIBVIPS
      : none('a TIFF of YCbCr whose chroma is laid out in a way of its own');
  }
  return { way: 'samples', alpha };
}

/** Where pixels share their chroma, libtiff makes RGB of it, if it is laid out as TIFF 6.0 describes. */
function isReadShared({ subsampling, isPlanar, samples, bits }: TiffLayout): boolean {
  return (
    subsampling.every((pixels) => [1, 2, 4].includes(pixels)) && !isPlanar && samples === 3 && bits[0] === 8
  );
}

function none(name: string): TiffKind {
  return { way: 'none', name };
}

/** What the samples' numbers are, where they are of no kind that is read. */
function wrongNumbers(layout: TiffLayout, colours: number): string | null {
  const { photometric, bits, sampleFormats } = layout;
  const isLab = photometric === PHOTOMETRIC.cieLab || photometric === PHOTOMETRIC.iccLab;
  const [format] = sampleFormats;
  if (format === 3) {
    // Those of RGB are light, as Photoshop and every renderer write them; those of grey, heights or doses.
    return colours === 3 && photometric === PHOTOMETRIC.rgb && layout.samples <= 4
      ? null
      : `of ${bits[0]}-bit floating-point numbers`;
  }
  // The a and b of CIELAB are signed, whatever is said of them.
  if (format === 2 && !isLab) return 'of signed numbers';
  if (format > 4) return 'of complex numbers';
  if (bits[0] > 16) return `of ${bits[0]} bits a channel`;
  if (photometric === PHOTOMETRIC.cmyk && layout.inkSet !== 1) return 'of other inks than CMYK';
  return null;
}

function alphaOf({ extras, samples }: TiffLayout, colours: number): TiffAlpha | null {
  const which = extras.findIndex((extra) => extra === 1 || extra === 2);
  if (which < 0 || colours + which >= samples) return null;
  return { sample: colours + which, isMultiplied: extras[which] === 1 };
}
