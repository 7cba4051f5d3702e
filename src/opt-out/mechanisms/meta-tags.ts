import { Parser } from 'htmlparser2';
import { PAGE_DEPTH } from '../../core/bounds.ts';
import type { ReservationReading } from '../../api/opt-out.ts';
import type { Sight } from '../../net/looker.ts';
import { noAnswer, unreadable } from '../mechanism.ts';

/** One `<meta name=… content=…>` of a page. */
export interface MetaTag {
  /** In lower case. */
  name: string;
  content: string;
}

/** Stops the parser, which has no other way. */
const TOO_DEEP = new Error(`The page has elements in elements, over ${PAGE_DEPTH} deep.`);

type Reading = Omit<ReservationReading, 'mechanism' | 'title'>;

/**
 * What `read` makes of a page's named meta tags, as a browser finds them: not those in comments, scripts or texts. A
 * page that cannot be read is unknown, as is one of which the tags may be beyond what was read, unless `read` finds
 * something.
 */
export function readMetaTags(page: Sight | null, read: (tags: readonly MetaTag[]) => Reading): Reading {
  if (page === null) return noAnswer();
  if (page.text === null && page.bytes === null) {
    return unreadable('The page', 'The server packed it in a way that cannot be read.');
  }
  if (page.text === null) {
    return { state: 'not-looked-for', sentence: 'This is no web page, so it has no meta tags.', said: [] };
  }
  try {
    const { tags, hasBody } = metaTags(page.text);
    const reading = read(tags);
    if (reading.state !== 'silent' || hasBody || !page.isCut) return reading;
    return unreadable('The page', `Its first ${page.text.length} letters do not reach its body.`);
  } catch (error) {
    if (error !== TOO_DEEP) throw error;
    return unreadable('The page', TOO_DEEP.message);
  }
}

function metaTags(html: string): { tags: MetaTag[]; hasBody: boolean } {
  const tags: MetaTag[] = [];
  let depth = 0;
  let hasBody = false;
  const parser = new Parser({
    onopentag(tag, { name, content }) {
      if (++depth > PAGE_DEPTH) throw TOO_DEEP;
      if (tag === 'body') hasBody = true;
      if (tag === 'meta' && name !== undefined && content !== undefined) {
        tags.push({ name: name.trim().toLowerCase(), content });
      }
    },
    onclosetag() {
      depth--;
    },
  });
  parser.end(html);
  return { tags, hasBody };
}
