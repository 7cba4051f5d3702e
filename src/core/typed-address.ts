import { parseUrl } from './parse-url.ts';
import { sameAddress } from './web-address.ts';

/** What people and programs put around an address: quotes of many languages, and the brackets of RFC 3986, appendix C. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['<', '>'],
  ['“', '”'],
  ['„', '“'],
  ['„', '”'],
  ['‘', '’'],
  ['‚', '‘'],
  ['«', '»'],
  ['»', '«'],
  ['‹', '›'],
  ['「', '」'],
];
/** Blanks, with those that are not seen: no-break and zero-width spaces, marks of direction, a byte order mark. */
const AROUND = /^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/g;
/** A host with a dot and no scheme before it; the part after its last dot decides what it is. */
const HOST = /^(?:[^\s/\\?#@:]+\.)+([^\s/\\?#@:.]+)\.?(?::\d{1,5})?(?=[/?#]|$)/;
const PICTURE_ENDING = /^(?:jpe?g|jfif|pjpeg|png|gif|webp|avif|heic|heif|tiff?|bmp|svg|jxl|jp2|ico)$/i;

/** The text without what was typed or copied around it. */
export function unwrapped(text: string): string {
  let inner = text.replace(AROUND, '');
  for (let before = ''; before !== inner;) {
    before = inner;
    const pair = PAIRS.find(
      ([open, close]) => inner.length > 1 && inner.startsWith(open) && inner.endsWith(close),
    );
    if (pair) inner = inner.slice(1, -1).replace(AROUND, '');
    inner = inner.replace(/^url:\s*(?=\S)/i, '');
  }
  return inner;
}

/**
 * The address that somebody meant who typed or pasted one: without quotes or brackets around it, and by https where no
 * scheme was given, as in `www.site.example` or `site.example/picture.jpg`. Text that is none comes back as it is.
 */
export function typedAddress(text: string): string {
  const given = unwrapped(text);
  if (/^https?%3a%2f%2f/i.test(given)) return decoded(given);
  if (given.startsWith('//')) return `https:${given}`;
  const ending = HOST.exec(given);
  // `picture.jpg` alone is the name of a file, and no host has such an ending.
  const isHost = ending !== null && !(PICTURE_ENDING.test(ending[1]) && ending[0].length === given.length);
  return isHost ? `https://${given}` : given;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `url` read as a web address by its `sameAddress` form; or what is wrong with it, in a sentence that names it. */
export function readTypedAddress(
  name: string,
  text: string,
): { address: string; form: string } | { wrong: string } {
  const address = typedAddress(text);
  const form = sameAddress(address);
  if (form !== null) return { address, form };
  const shown = unwrapped(text).slice(0, 100);
  return {
    wrong: `'${name}' is no http or https address: '${shown}'. Give one like https://example.org/picture.jpg.`,
  };
}

/**
 * What to do where nothing stands at an address that looks as if it were not a picture's, in a sentence; null for a
 * picture's. Datasets list pictures by their own addresses, not by the pages on which they stand.
 */
export function pageHint(address: string): string | null {
  const url = parseUrl(address);
  if (url === null) return null;
  const site = url.hostname.replace(/\.$/, '');
  if (url.pathname === '/' && url.search === '') {
    return `This is the address of a site, not of a picture: take the domain ${site}, or the address of the picture itself.`;
  }
  const endings = `${url.pathname}${url.search}`.match(/\.[a-z0-9]+/gi) ?? [];
  if (endings.some((ending) => PICTURE_ENDING.test(ending.slice(1)))) return null;
  return (
    'If this is the address of a page: pictures are listed by their own addresses. Take that of the picture (“Copy ' +
    `image address”), or the domain ${site} for all of the site.`
  );
}
