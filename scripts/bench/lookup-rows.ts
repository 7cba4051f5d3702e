import { createHash } from 'node:crypto';
import type { NewImage } from '../../src/db/images.ts';
import { randomNumbers } from './random-numbers.ts';

/** Words that stand in three of ten captions each; `red` and `blue` in no caption together. */
const COMMON = ['of', 'the', 'photo', 'with'] as const;
const SYLLABLES = [
  'ka',
  'lo',
  'mi',
  'ren',
  'tor',
  'vas',
  'bel',
  'du',
  'sin',
  'har',
  'or',
  'pet',
  'zu',
  'fa',
  'ny',
  'gri',
];
const RARE_WORDS = 40_000;
/** One caption in seven is written in a script without spaces, in words of one to three of 3,000 signs. */
const UNSPACED_SHARE = 0.15;
const UNSPACED_WORDS = 30_000;
const SIGNS = 3_000;
const FIRST_SIGN = 0x4e00;
const NAMES = 5_000;
/** One site has a tenth of all rows, as Pinterest nearly does in LAION's sets. */
const LARGE_SITE_SHARE = 0.1;
const SMALL_SITES = 60_000;
/** A "no longer available" picture that one row in a hundred shows. */
const PLACEHOLDER_SHARE = 0.01;

/** What can be looked up in the synthetic rows. */
export const LARGE_SITE = 'pinned.example';
export const PLACEHOLDER = digest('sha256', 'placeholder');

/** Row `number` of a set whose words, sites and repeated pictures are skewed as a real one's are. The same each time. */
export function lookupRow(number: number): NewImage {
  const random = randomNumbers(number * 7_919 + 1);
  const pick = (count: number): number => Math.floor(random() * count);
  // Zipf's law, as 1/rank: the first of n words has a share of about 1 / ln n.
  const zipf = (count: number): number => Math.floor(count ** random()) - 1;

  const words: string[] = COMMON.filter(() => random() < 0.3);
  if (random() < 0.6) words.push(random() < 0.5 ? 'red' : 'blue');
  for (let i = 0; i < 6; i++) words.push(wordOf(zipf(RARE_WORDS)));
  if (random() < 0.05) words.push('by', ...nameOf(zipf(NAMES)).split(' '));
  const shuffled = random() < 0.9 ? words : words.toReversed();

  const isPlaceholder = random() < PLACEHOLDER_SHARE;
  const sha256 = isPlaceholder ? PLACEHOLDER : digest('sha256', `file ${number}`);
  return {
    rowId: String(number),
    file: null,
    url: `https://${random() < LARGE_SITE_SHARE ? `i${pick(4)}.${LARGE_SITE}` : registrableDomain(zipf(SMALL_SITES))}/${digest('md5', `address ${number}`)}.jpg`,
    caption: unspacedCaption(number) ?? shuffled.join(' '),
    author: random() < 0.02 ? nameOf(zipf(NAMES)) : null,
    pageUrl: null,
    phash: null,
    width: 400 + pick(2000),
    height: 300 + pick(2000),
    similarity: random(),
    unsafe: false,
    sha256: number % 2 === 0 ? sha256 : null,
    md5: number % 3 === 0 ? digest('md5', sha256) : null,
    picture:
      number % 2 === 0
        ? null
        : { sha256, md5: digest('md5', sha256), pdq: digest('sha256', `hash ${sha256}`), pdqQuality: 90 },
  };
}

/** What row `number` says in a script without spaces; null where it does not. */
export function unspacedCaption(number: number): string | null {
  const random = randomNumbers(number * 7_919 + 2);
  if (random() >= UNSPACED_SHARE) return null;
  const runs = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
    Array.from({ length: 2 + Math.floor(random() * 6) }, () =>
      unspacedWordOf(Math.floor(UNSPACED_WORDS ** random()) - 1),
    ).join(''),
  );
  return runs.join('、') + (random() < 0.2 ? ` ${wordOf(Math.floor(random() * 100))}` : '');
}

/** The commonest twenty have one sign each. */
export function unspacedWordOf(rank: number): string {
  const length = rank < 20 ? 1 : 2 + (rank % 2);
  return String.fromCodePoint(
    ...Array.from({ length }, (_, i) => FIRST_SIGN + ((rank * 37 + i * (rank + 11) * 101) % SIGNS)),
  );
}

export function wordOf(rank: number): string {
  return spelled(rank + 300);
}

export function nameOf(rank: number): string {
  return `${spelled(rank * 3 + 700_000)} ${spelled(rank * 5 + 9_000_000)}`;
}

export function registrableDomain(rank: number): string {
  const name = spelled(rank + 5_000);
  return ['www', 'img', 'cdn'][rank % 3] + `.${name}.${rank % 5 === 0 ? 'co.uk' : 'example'}`;
}

function spelled(number: number): string {
  let word = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) {
    word += SYLLABLES[rest % SYLLABLES.length];
  }
  return word;
}

function digest(algorithm: 'sha256' | 'md5', text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}
