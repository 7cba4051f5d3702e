/** A pattern of robots.txt or tdmrep.json, ready to be compared. */
export interface PathPattern {
  /** Octets of the pattern as it is compared: the longer pattern is the more exact one. */
  length: number;
  matches(path: string): boolean;
}

/**
 * The pattern in `text` (RFC 9309, 2.2.2 and 2.2.3): it holds for every path that begins with it; `*` stands for any
 * characters, `$` at the end for the end of the path. Case counts. `%41` and `A` are one, as are `é` and `%C3%A9`; a
 * `*` or `$` in the path itself is written `%2A` or `%24` in a pattern. By hand: as regular expressions, which packages
 * make of them, patterns of many `*` take time without bound.
 */
export function pathPattern(text: string): PathPattern {
  const isAnchored = text.endsWith('$');
  const parts = (isAnchored ? text.slice(0, -1) : text).split('*').map(comparable);
  const [first, ...rest] = parts;
  const middle = isAnchored ? rest.slice(0, -1) : rest;
  const last = isAnchored ? rest.at(-1) : undefined;
  const length = parts.reduce((sum, part) => sum + part.length, rest.length + Number(isAnchored));
  return {
    length,
    matches(path) {
      if (isAnchored && last === undefined) return path === first;
      if (!path.startsWith(first)) return false;
      let at = first.length;
      // The first place for each part leaves the most room for the next, so there is nothing to go back for.
      for (const part of middle) {
        const found = path.indexOf(part, at);
        if (found === -1) return false;
        at = found + part.length;
      }
      return last === undefined || (path.length - last.length >= at && path.endsWith(last));
    },
  };
}

/** What patterns are compared with: the path and query of an address. */
export function comparablePath(url: URL): string {
  return comparable(url.pathname + url.search);
}

/** Without anything that has another writing. */
const PLAIN = /^[\w\-.~/]*$/;
const UNRESERVED = /[A-Za-z0-9\-._~]/;

/** One writing for every path: what needs no escape has none, everything else has one in upper case. */
function comparable(text: string): string {
  if (PLAIN.test(text)) return text;
  return encodeLoose(text).replace(/%[0-9a-f]{2}|[*$]/gi, (escape) => {
    if (escape === '*') return '%2A';
    if (escape === '$') return '%24';
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return UNRESERVED.test(character) ? character : escape.toUpperCase();
  });
}

/** Escapes what no address holds as it is: spaces, quotes, letters beyond ASCII. */
function encodeLoose(text: string): string {
  return encodeURI(text.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replaceAll('%25', '%')
    .replace(/%5B/gi, '[')
    .replace(/%5D/gi, ']');
}
