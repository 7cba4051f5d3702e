import { Parser } from 'htmlparser2';
import { META_LETTERS, ORIGIN_FILE_BYTES, PAGE_ATTRIBUTES, PAGE_DEPTH } from '../../core/bounds.ts';
import type { Sight } from '../../net/looker.ts';
import { noAnswer, type Reading, unreadable } from '../mechanism.ts';

/** One `<meta name=… content=…>` of a page. */
export interface MetaTag {
  /** In lower case. */
  name: string;
  content: string;
}

/** Of a page that is beyond its bounds; stops the parser, which has no other way. */
class PageFault extends Error {}

/** The words of a tag that is heeded. */
export function wordsIn({ name, content }: MetaTag): string {
  if (content.length <= META_LETTERS) return content;
  throw new PageFault(
    `Its meta tag ${name} has ${content.length} letters; ${META_LETTERS} are read at most.`,
  );
}

/**
 * What `read` makes of a page's named meta tags, as a browser finds them: not those in comments, scripts or texts. A
 * page that cannot be read is unknown, as is one of which the tags may be beyond what was read, unless `read` finds
 * something.
 */
export function readMetaTags(page: Sight | null, read: (tags: readonly MetaTag[]) => Reading): Reading {
  if (page === null) return noAnswer();
  if (page.text === null && page.bytes === null) {
    return unreadable('The page', 'The server packed it in a way that cannot be read.', page.refused);
  }
  if (page.text === null) {
    return { state: 'not-looked-for', sentence: 'This is no web page, so it has no meta tags.', said: [] };
  }
  try {
    const { tags, hasBody } = metaTags(page.text);
    const reading = read(tags);
    if (reading.state !== 'silent' || hasBody || !page.isCut) return reading;
    return unreadable(
      'The page',
      `Its first ${page.text.length} letters do not reach its body.`,
      `Its body does not begin within ${ORIGIN_FILE_BYTES} bytes.`,
    );
  } catch (error) {
    if (!(error instanceof PageFault)) throw error;
    return unreadable('The page', error.message, error.message);
  }
}

function metaTags(html: string): { tags: MetaTag[]; hasBody: boolean } {
  const tags: MetaTag[] = [];
  let depth = 0;
  let hasBody = false;
  let attributes = 0;
  const parser = new Parser({
    onopentagname() {
      attributes = 0;
    },
    onattribute() {
      if (++attributes <= PAGE_ATTRIBUTES) return;
      throw new PageFault(`It has an element with more than ${PAGE_ATTRIBUTES} attributes.`);
    },
    onopentag(tag, { name, content }) {
      if (++depth > PAGE_DEPTH) {
        throw new PageFault(`The page has elements in elements, over ${PAGE_DEPTH} deep.`);
      }
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
