import { describe, expect, it } from 'vitest';
import { startProgress, type Ticking } from '../../src/cli/progress.ts';

/** A clock that is moved by hand, and a stream that keeps what is written to it. */
function setUp(isTTY: boolean) {
  let nowMs = 0;
  let ticks: { ms: number; nextMs: number; work: () => void }[] = [];
  const written: string[] = [];
  const clock: Ticking = {
    nowMs: () => nowMs,
    every(ms, work) {
      const tick = { ms, nextMs: nowMs + ms, work };
      ticks.push(tick);
      return () => void (ticks = ticks.filter((each) => each !== tick));
    },
  };
  const stream = { isTTY, columns: 200, write: (text: string) => written.push(text) };
  return {
    written,
    start: (total: number | null) =>
      startProgress('Indexing set', total, stream as unknown as NodeJS.WriteStream, clock),
    pass: (ms: number): void => {
      for (const end = nowMs + ms; nowMs < end; nowMs++) {
        for (const tick of ticks.filter(({ nextMs }) => nextMs <= nowMs + 1)) {
          tick.nextMs += tick.ms;
          tick.work();
        }
      }
    },
  };
}

describe('progress', () => {
  it('is seen from the beginning in a log, and then every ten seconds, moving or not', () => {
    const { written, start, pass } = setUp(false);
    const progress = start(40);
    expect(written).toEqual([expect.stringMatching(/^Indexing set .* 0 % 0 of 40 · 0\/s · 0 s\n$/)]);
    pass(3_000);
    progress.update(1);
    progress.update(2, '2 indexed');
    expect(written).toHaveLength(1);
    pass(7_000);
    pass(10_000);
    expect(written.slice(1)).toEqual([
      expect.stringContaining('2 of 40 · 0/s · 9 s · 2 indexed'),
      expect.stringContaining('2 of 40 · 0/s · 19 s · 2 indexed'),
    ]);
    progress.update(40, '40 indexed');
    progress.finish();
    expect(written.at(-1)).toContain('100 % 40 of 40 · 2/s · 20 s · 40 indexed');
    pass(60_000);
    expect(written).toHaveLength(4);
  });

  it('is drawn on a terminal at each row, ten times a second at most, and its seconds run while nothing comes', () => {
    const { written, start, pass } = setUp(true);
    const progress = start(null);
    expect(written).toHaveLength(1);
    progress.update(1);
    expect(written).toHaveLength(1);
    pass(100);
    progress.update(2);
    expect(written.at(-1)).toBe('\r\u001b[2KIndexing set 2 · 20/s · 0 s');
    pass(3_000);
    expect(written.at(-1)).toContain('Indexing set 2 · 1/s · 2 s');
    progress.finish();
    expect(written.at(-1)).toMatch(/\n$/);
    const ended = written.length;
    pass(5_000);
    expect(written).toHaveLength(ended);
  });
});
