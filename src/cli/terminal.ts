import { printable, printableLines } from '../core/text.ts';

/*
 * All that a command writes goes through here. Names, captions and addresses come from manifests, pages and servers:
 * none of them ends a line, moves the cursor or hides what stands beside it.
 */

/** What JSON need not escape, and yet steers a terminal: DEL and C1, other line ends, marks that turn text. */
const STEERING = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * Lets a command end as it would where nobody reads what it writes any more, as after `| head -1`: what is under way is
 * finished and closed in order, in silence.
 */
export function writeToWhoReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** Writes a line, or several, to standard output. */
export function print(lines: string | readonly string[]): void {
  process.stdout.write(asLines(lines));
}

/** Writes a value as JSON to standard output, on one line or indented; what is read back is the same. */
export function printJson(value: unknown, indent: 0 | 2 = 2): void {
  const text = JSON.stringify(value, null, indent);
  process.stdout.write(`${text.replace(STEERING, escaped)}\n`);
}

/** Writes a text of several lines to standard output, such as a letter. */
export function printText(text: string): void {
  process.stdout.write(printableLines(text));
}

/** Writes a line, or several, to standard error, beside the results. */
export function warn(lines: string | readonly string[]): void {
  process.stderr.write(asLines(lines));
}

/** Leaves the line that progress may be drawing on; a log has none. */
export function leaveDrawnLine(): void {
  if (process.stderr.isTTY) warn('');
}

/** Writes a text of several lines to standard error. */
export function warnText(text: string): void {
  process.stderr.write(printableLines(text));
}

function asLines(lines: string | readonly string[]): string {
  return [lines]
    .flat()
    .map((line) => `${printable(line)}\n`)
    .join('');
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
