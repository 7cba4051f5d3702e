/*
 * Text from outside: from requests, manifests, pages and files. What is kept exactly passes through `storable` (db/text.ts)
 * alone; what people read, in a letter, a calendar or a terminal, passes through one of these.
 */

/** Controls, and what ends a line for some readers. */
const CONTROLS = /[\p{Cc}\u2028\u2029]/gu;
/** Halves of characters, and marks by which text changes its direction beyond itself; those for one letter are let be. */
const MISLEADING = /[\p{Surrogate}\u202a-\u202e\u2066-\u2069]/gu;

/** The text as part of one line: nothing in it ends the line, moves a cursor or turns the text after it. */
export function printable(text: string): string {
  return text.replace(CONTROLS, ' ').replace(MISLEADING, '');
}

/** The same of a text of several lines, which end with `\n`. */
export function printableLines(text: string): string {
  return text
    .split(/\r\n|[\r\n]/)
    .map(printable)
    .join('\n');
}
