import { asOwnMemory } from '../core/bytes.ts';
import type { CrawlerReading, ReservationReading } from '../api/opt-out.ts';
import { TrainspotError } from '../core/errors.ts';
import type { DataMiningValue } from '../fingerprint/xmp/data-mining.ts';
import { OutOfBounds, startBoundedPool } from '../runtime/threads/bounded.ts';
import type { MarkedPicture } from './mark-picture.ts';
import { contentProblem, onlyParts, type Reading, type Sights } from './mechanism.ts';
import { mechanisms } from './mechanisms/registry.ts';
import { readCrawlers, type SentSights, sentSights } from './read-sights.ts';

/** What a thread is asked. */
export type ReaderTask =
  | { kind: 'mark'; file: Uint8Array; value: DataMiningValue }
  | { kind: 'crawlers'; sights: SentSights }
  | { kind: 'mechanism'; name: string; sights: SentSights };

/** Reads and writes reservations in threads of its own, within the bounds of `core/bounds.ts`. */
export interface OptOutReader {
  /** What every mechanism finds. One that is out of bounds is `unknown`, and the others are not affected. */
  readMechanisms(sights: Sights): Promise<ReservationReading[]>;
  /** What every known crawler may do; nobody knows where robots.txt is out of bounds. */
  readCrawlers(sights: Sights): Promise<CrawlerReading[]>;
  /**
   * `markPicture`, with its guarantees.
   * @param file is handed over: where it is alone in its memory, it is empty from now on
   * @throws TrainspotError also `picture-unreadable` where the metadata is out of bounds
   */
  mark(file: Uint8Array, value: DataMiningValue): Promise<MarkedPicture>;
  close(): Promise<void>;
}

/** Its threads start when they are needed first. */
export function startOptOutReader(): OptOutReader {
  const pool = startBoundedPool<ReaderTask, unknown>(new URL('./worker', import.meta.url));
  return {
    readMechanisms: (sights) =>
      Promise.all(
        mechanisms.map(async ({ name, title, of }): Promise<ReservationReading> => {
          const task: ReaderTask = { kind: 'mechanism', name, sights: sentSights(onlyParts(sights, [of])) };
          const found = await pool.run(task).catch(unknownWhere);
          return { mechanism: name, title, ...(found as Reading) };
        }),
      ),
    async readCrawlers(sights) {
      const sent = sentSights(onlyParts(sights, ['headers', 'robotsTxt']));
      try {
        return (await pool.run({ kind: 'crawlers', sights: sent })) as CrawlerReading[];
      } catch (error) {
        if (!(error instanceof OutOfBounds)) throw error;
        const { message } = error;
        return readCrawlers({ ...sent, robotsTxt: { text: null, failure: message, refused: message } });
      }
    },
    async mark(file, value) {
      const own = asOwnMemory(file);
      try {
        return (await pool.run({ kind: 'mark', file: own, value }, [own.buffer])) as MarkedPicture;
      } catch (error) {
        if (!(error instanceof OutOfBounds)) throw error;
        throw new TrainspotError(
          'picture-unreadable',
          `The picture’s metadata could not be read, so nothing was written: ${error.message} Save the picture without its metadata and try again.`,
        );
      }
    },
    close: () => pool.close(),
  };
}

function unknownWhere(error: unknown): Reading {
  if (!(error instanceof OutOfBounds)) throw error;
  const { message } = error;
  return {
    state: 'unknown',
    sentence: `This could not be read: ${message}`,
    said: [],
    problem: contentProblem(message),
  };
}
