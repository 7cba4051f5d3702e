import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startProgress } from '../../src/cli/progress.ts';
import { print, printJson, printText, warn, warnText } from '../../src/cli/terminal.ts';

/** Controls, other line ends, marks that turn text, halves of characters. */
const STEERS = /[\p{Cc}\p{Surrogate}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const anyText = fc
  .string({ unit: 'binary', maxLength: 40 })
  .chain((text) =>
    fc
      .constantFrom(
        '',
        '\n',
        '\r\n',
        '\u001b[2J',
        '\u009b2J',
        '\u0085',
        '\u2028',
        '\u202e',
        '\u2066',
        '\ud83d',
        '\0',
      )
      .map((odd) => text + odd + text),
  );

/** What `work` writes to a stream. */
function writtenTo(stream: 'stdout' | 'stderr', work: () => void): string {
  const spy = vi.spyOn(process[stream], 'write').mockReturnValue(true);
  work();
  const written = spy.mock.calls.map(([chunk]) => String(chunk)).join('');
  spy.mockRestore();
  return written;
}

describe('what a command writes', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['stdout', print],
    ['stderr', warn],
  ] as const)('stays in its lines on %s, and steers nothing', (stream, write) => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), (lines) => {
        const written = writtenTo(stream, () => write(lines));
        expect(written.replaceAll('\n', '')).not.toMatch(STEERS);
        expect(written.split('\n')).toHaveLength(lines.length + 1);
        expect(writtenTo(stream, () => write(lines[0])).split('\n')).toHaveLength(2);
      }),
    );
  });

  it.each([
    ['stdout', printText],
    ['stderr', warnText],
  ] as const)('as a text of several lines steers nothing on %s', (stream, write) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const written = writtenTo(stream, () => write(text));
        expect(written.replaceAll('\n', '')).not.toMatch(STEERS);
        expect(written.split('\n')).toHaveLength(text.split(/\r\n|\r|\n/).length);
      }),
    );
  });

  it('as JSON steers nothing, and says the same', () => {
    fc.assert(
      fc.property(
        fc.dictionary(anyText, anyText),
        fc.constantFrom(0 as const, 2 as const),
        (value, indent) => {
          const written = writtenTo('stdout', () => printJson(value, indent));
          expect(written.replaceAll('\n', '')).not.toMatch(STEERS);
          expect(JSON.parse(written)).toEqual({ ...value });
        },
      ),
    );
  });

  it('may be as long as a lookup is', () => {
    const lines = Array.from({ length: 400_000 }, () => 'a');
    expect(writtenTo('stdout', () => print(lines))).toHaveLength(800_000);
  });

  it('of its progress steers nothing but its own line', () => {
    const written: string[] = [];
    const stream = { isTTY: true, columns: 400, write: (text: string) => (written.push(text), true) };
    const progress = startProgress('set\u001b[2J\u202e', 2, stream as unknown as NodeJS.WriteStream);
    progress.update(1, 'failed\u009b\n');
    progress.finish();
    for (const text of written) expect(text.replace('\r\u001b[2K', '').trimEnd()).not.toMatch(STEERS);
    expect(written).toHaveLength(2);
  });
});
