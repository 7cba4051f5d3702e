import { Parser } from 'htmlparser2';
import { PAGE_DEPTH } from '../../core/bounds.ts';
import type { ReservationReading } from '../../core/opt-out.ts';

/** One `<meta name=… content=…>` of a page. */
export interface MetaTag {
  /** In lower case. */
  name: string;
  content: string;
}

/** Stops the parser, which has no other way. */
const TOO_DEEP = new Error(`The page has elements in elements, over ${PAGE_DEPTH} deep.`);

/**
 * The named meta tags of a page, as a browser finds them: not those in comments, scripts or texts.
 * @returns null where elements lie in elements deeper than `core/bounds.ts` says, which no page's do
 */
export function metaTags(html: string): MetaTag[] | null {
  const tags: MetaTag[] = [];
  let depth = 0;
  const parser = new Parser({
    onopentag(tag, { name, content }) {
      if (++depth > PAGE_DEPTH) throw TOO_DEEP;
      if (tag === 'meta' && name !== undefined && content !== undefined) {
        tags.push({ name: name.trim().toLowerCase(), content });
      }
    },
    onclosetag() {
      depth--;
    },
  });
  try {
    parser.end(html);
  } catch (error) {
    if (error !== TOO_DEEP) throw error;
    return null;
  }
  return tags;
}

/** For a page whose tags cannot be told. */
export function tooDeep(): Omit<ReservationReading, 'mechanism' | 'title'> {
  return { state: 'unknown', sentence: `The page could not be read: ${TOO_DEEP.message}`, said: [] };
}
