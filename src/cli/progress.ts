import { type SteadyClock, steadyMs } from '../core/clock.ts';
import { printable } from '../core/text.ts';
import type { IngestWatch, Progress } from '../service/indexing/index-dataset.ts';
import { warn } from './terminal.ts';

/** The time, and something done again and again; tests have one of their own. */
export interface Ticking {
  nowMs: SteadyClock;
  /** @returns what ends it */
  every(ms: number, work: () => void): () => void;
}

const WIDTH = 28;
const REDRAW_MS = 100;
/** So often a terminal is drawn anew though nothing was done, so that the seconds are seen to run. */
const TICK_MS = 1_000;
/** Between two lines where there is no terminal: a log of a day has 8,640 of them. */
const LOG_MS = 10_000;

const ticking: Ticking = {
  nowMs: steadyMs,
  every(ms, work) {
    const timer = setInterval(work, ms).unref();
    return () => clearInterval(timer);
  },
};

/**
 * Draws on `stream` (standard error, so that results stay alone on standard output), at once and then each second. Where
 * that is no terminal, a line is written at once, every ten seconds, and at the end.
 * @param total pieces of work; null where nobody knows
 */
export function startProgress(
  title: string,
  total: number | null,
  stream: NodeJS.WriteStream = process.stderr,
  clock: Ticking = ticking,
): Progress {
  const startedAt = clock.nowMs();
  let now = { done: 0, note: '' };
  let drawnAt = Number.NEGATIVE_INFINITY;

  function line(): string {
    const { done, note } = now;
    const seconds = (clock.nowMs() - startedAt) / 1000;
    const rate = Math.round(done / Math.max(seconds, 0.001));
    const share = total ? Math.min(1, done / total) : null;
    const bar =
      share === null
        ? ''
        : `[${'█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░')}] ${Math.floor(share * 100)} % `;
    const count = `${done}${total ? ` of ${total}` : ''}`;
    const time = `${Math.floor(seconds)} s`;
    return printable(`${title} ${bar}${count} · ${rate}/s · ${time}${note ? ` · ${note}` : ''}`);
  }
  function draw(): void {
    drawnAt = clock.nowMs();
    if (stream.isTTY) stream.write(`\r\x1b[2K${line().slice(0, (stream.columns ?? 120) - 1)}`);
    else stream.write(`${line()}\n`);
  }
  draw();
  const stop = clock.every(stream.isTTY ? TICK_MS : LOG_MS, draw);
  return {
    update(done, note = '') {
      now = { done, note };
      if (stream.isTTY && clock.nowMs() - drawnAt >= REDRAW_MS) draw();
    },
    finish() {
      stop();
      stream.write(stream.isTTY ? `\r\x1b[2K${line()}\n` : `${line()}\n`);
    },
  };
}

/** Watches an ingest for who sits at the terminal. */
export const terminalWatch: IngestWatch = {
  opening: (what) => warn(`Opening ${what} …`),
  begin: (title, total) => startProgress(title, total),
};
