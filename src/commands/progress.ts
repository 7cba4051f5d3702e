import { steadyMs } from '../core/clock.ts';
import { printable } from '../core/text.ts';

/** A line on a terminal that says how far a long piece of work is. */
export interface Progress {
  /** @param note what else there is to say, such as counts */
  update(done: number, note?: string): void;
  finish(): void;
}

const WIDTH = 28;
const REDRAW_MS = 100;

/**
 * Draws on `stream` (standard error, so that results stay alone on standard output). Where that is no
 * terminal, one line is written at each tenth instead.
 * @param total pieces of work; null where nobody knows
 */
export function startProgress(
  title: string,
  total: number | null,
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  const startedAt = steadyMs();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let tenth = 0;
  let last = '';

  function line(done: number, note: string): string {
    const rate = Math.round(done / Math.max((steadyMs() - startedAt) / 1000, 0.001));
    const share = total ? Math.min(1, done / total) : null;
    const bar =
      share === null
        ? ''
        : `[${'█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░')}] ${Math.floor(share * 100)} % `;
    const count = `${done}${total ? ` of ${total}` : ''}`;
    return printable(`${title} ${bar}${count} · ${rate}/s${note ? ` · ${note}` : ''}`);
  }
  return {
    update(done, note = '') {
      last = line(done, note);
      if (stream.isTTY) {
        if (steadyMs() - drawnAt < REDRAW_MS) return;
        drawnAt = steadyMs();
        stream.write(`\r\x1b[2K${last.slice(0, (stream.columns ?? 120) - 1)}`);
      } else if (total && Math.floor((10 * done) / total) > tenth) {
        tenth = Math.floor((10 * done) / total);
        stream.write(`${last}\n`);
      }
    },
    finish() {
      if (stream.isTTY) stream.write(`\r\x1b[2K${last}\n`);
    },
  };
}
