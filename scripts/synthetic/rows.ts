/** Columns of clip-retrieval's metadata. */
export interface SyntheticRows {
  image_path: string[];
  caption: (string | null)[];
  NSFW: string[];
  similarity: number[];
  LICENSE: string[];
  url: (string | null)[];
  key: string[];
  status: string[];
}

const HOSTS = 20_000;
const WORDS = 50_000;
const SYLLABLES = 'ka lo mi ren ta so vi del ar non pe qui sha to ul ber ga hi'.split(' ');
const FOLDERS = ['images', 'wp-content/uploads/2019/04', 'media/catalog', 'photos', 'i', 'cdn/shop/products'];

/**
 * Rows as the web has them: a few hosts and words take most of them (their ranks are drawn with a density of 1/rank),
 * one address in a thousand is none, some captions are missing and some are long.
 */
export function syntheticRows(random: () => number): (part: number, count: number) => SyntheticRows {
  const below = (limit: number): number => Math.floor(random() * limit);
  const ranked = (limit: number): number => Math.floor(limit ** random()) - 1;
  const words = Array.from({ length: WORDS }, () =>
    Array.from({ length: 1 + below(4) }, () => SYLLABLES[below(SYLLABLES.length)]).join(''),
  );
  const hosts = Array.from(
    { length: HOSTS },
    (_, i) => `${['www', 'cdn', 'img', 'media'][below(4)]}.${words[below(WORDS)]}-${i}.example`,
  );

  function caption(): string | null {
    if (random() < 0.003) return null;
    return Array.from({ length: 2 + ranked(40) }, () => words[ranked(WORDS)]).join(' ');
  }
  function url(key: string): string | null {
    if (random() < 0.001) return 'not an address';
    const query = random() < 0.2 ? `?w=${320 * (1 + below(5))}` : '';
    return `https://${hosts[ranked(HOSTS)]}/${FOLDERS[below(FOLDERS.length)]}/${words[below(WORDS)]}-${key}.jpg${query}`;
  }
  return (part, count) => {
    const keys = Array.from(
      { length: count },
      (_, i) => `${part}`.padStart(5, '0') + `${i}`.padStart(7, '0'),
    );
    return {
      image_path: keys,
      caption: keys.map(caption),
      NSFW: keys.map(() => (random() < 0.95 ? 'UNLIKELY' : ['UNSURE', 'NSFW'][below(2)])),
      similarity: keys.map(() => 0.3 + 0.2 * random() ** 3),
      LICENSE: keys.map(() => '?'),
      url: keys.map(url),
      key: keys,
      status: keys.map(() => 'success'),
    };
  };
}
