import { Parser } from 'htmlparser2';

/** One `<meta name=… content=…>` of a page. */
export interface MetaTag {
  /** In lower case. */
  name: string;
  content: string;
}

/** The named meta tags of a page, as a browser finds them: not those in comments, scripts or texts. */
export function metaTags(html: string): MetaTag[] {
  const tags: MetaTag[] = [];
  const parser = new Parser({
    onopentag(tag, { name, content }) {
      if (tag === 'meta' && name !== undefined && content !== undefined) {
        tags.push({ name: name.trim().toLowerCase(), content });
      }
    },
  });
  parser.end(html);
  return tags;
}
