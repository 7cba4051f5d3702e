import type { ChannelKind, SourceStatus } from '../core/channel.ts';
import type { Grade, Match } from '../core/evidence.ts';
import type { Coverage } from '../core/verdict.ts';

interface Named {
  name: string;
  meaning: string;
}

/** The grades of evidence, in the artist's words. */
export const GRADE_WORDS: Record<Grade, Named> = {
  identical: { name: 'Identical', meaning: 'the very same file' },
  copy: { name: 'Copy', meaning: 'the same picture, re-encoded or resized' },
  edited: { name: 'Edited', meaning: 'a cropped, overlaid or recoloured version of it' },
  'look-alike': { name: 'Look-alike', meaning: 'similar in style or subject; not counted as found' },
};

/** What was done to the artist's picture before it matched; `as-is` needs no words. */
export const VIEW_WORDS: Record<Match['view'], string | null> = {
  'as-is': null,
  mirrored: 'your picture mirrored left to right',
  flipped: 'your picture flipped upside down',
  'rotated-90': 'your picture turned a quarter clockwise',
  'rotated-180': 'your picture turned half around',
  'rotated-270': 'your picture turned a quarter anticlockwise',
  transposed: 'your picture mirrored along its falling diagonal',
  transversed: 'your picture mirrored along its rising diagonal',
  'centre-crop': 'the middle of your picture',
};

/** How far a channel's description can be trusted. */
export const STATUS_WORDS: Record<SourceStatus, string> = {
  primary: 'read at the party’s own page',
  'third-party': 'read at somebody else’s page, so check it before you rely on it',
  unverified: 'not verified, so check it before you rely on it',
};

/** Who a channel leads to. */
export const KIND_WORDS: Record<ChannelKind, string> = {
  'dataset-maintainer': 'maintains the dataset',
  hub: 'hosts the dataset’s files',
  host: 'for the picture’s host',
  'model-maker': 'trains models',
  regulator: 'regulator',
  registry: 'registry of reservations',
};

/** What a form asks for, as a label: `sample id` → `Sample id`. */
export function fieldWords(name: string): string {
  if (name === 'url') return 'URL';
  if (name === 'email') return 'Your e-mail';
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** A PDQ distance (0–256 bits) in words, the number after them. 31 is PDQ's own limit for a copy. */
export function pdqWords(distance: number): string {
  return `${pdqDifference(distance)} (PDQ distance ${distance} of 256)`;
}

function pdqDifference(distance: number): string {
  if (distance === 0) return 'no difference';
  if (distance <= 10) return 'hardly any difference, as after saving again or resizing';
  if (distance <= 31) return 'small differences, as after resizing, strong compression or a light touch-up';
  return 'too different to count as a copy';
}

/** The cosine of two embeddings in words; the models' scales differ, so no word grades it. */
export function similarityWords(similarity: number): string {
  return `${similarity.toFixed(3)} of 1 by the search model`;
}

/** `1,234 rows`, `1 row`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** Which part of a dataset could be searched: `50 of 50 rows`, with the share where it is not all of them. */
export function coverageWords({ rowsIndexed, rowsPublished }: Coverage): string {
  if (rowsPublished === null) {
    return `${counted(rowsIndexed, 'row')}; how many were published is not known`;
  }
  const words = `${rowsIndexed.toLocaleString('en')} of ${counted(rowsPublished, 'row')}`;
  return rowsIndexed < rowsPublished ? `${words}, ${shareWords(rowsIndexed / rowsPublished)}` : words;
}

function shareWords(share: number): string {
  const percent = share * 100;
  if (percent < 0.01) return 'under 0.01 %';
  // Rounded down: 99.96 % must not read as all of it.
  const digits = percent < 1 ? 100 : 10;
  return `${Math.floor(percent * digits) / digits} %`;
}

/** An ISO time or date as `23 November 2026`, in UTC; as it stands where it is not a date. */
export function dateWords(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return time.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** `508 × 404 pixels`, or null where either side is unknown. */
export function sizeWords(width: number | null, height: number | null): string | null {
  return width === null || height === null ? null : `${width} × ${height} pixels`;
}

/** The host of an address, for the artist to read; the address itself where it cannot be parsed. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
