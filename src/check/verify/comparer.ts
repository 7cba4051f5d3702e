import type { Geometry } from '../../api/geometry.ts';
import type { Fingerprint } from '../../fingerprint/fingerprint.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import { startPool } from '../../runtime/threads/pool.ts';

/** A picture to compare with rows: what was found in it, and itself, for a look wherever a row's keypoints lie. */
type ComparedPicture = Pick<Fingerprint, 'keypoints' | 'pixels'>;

/** What a comparing thread is asked: one query against some rows. */
export interface CompareTask {
  query: ComparedPicture;
  rows: readonly KeypointBytes[];
}

/** Compares keypoints in threads of its own, so that the caller's event loop stays free. */
export interface Comparer {
  /**
   * How the query lies on each row's picture; null where they agree on nothing, and for a query without pixels.
   * @throws TrainspotError `signature-invalid`
   */
  compare(query: ComparedPicture, rows: readonly KeypointBytes[]): Promise<(Geometry | null)[]>;
  /** Ends the threads; comparisons under way are rejected. */
  close(): Promise<void>;
}

/** Rows that are worth a thread's while; handing over costs as much as comparing one. */
const MIN_ROWS_A_TASK = 8;

/** Compares in `threads` threads, which start with the first comparison. */
export function startComparer(threads: number): Comparer {
  const pool = startPool<CompareTask, (Geometry | null)[]>(
    new URL('./geometry/worker', import.meta.url),
    threads,
    null,
  );
  return {
    async compare({ keypoints, pixels }, rows) {
      const query = { keypoints, pixels };
      const size = Math.max(MIN_ROWS_A_TASK, Math.ceil(rows.length / threads));
      const tasks: Promise<(Geometry | null)[]>[] = [];
      for (let i = 0; i < rows.length; i += size)
        tasks.push(pool.run({ query, rows: rows.slice(i, i + size) }));
      return (await Promise.all(tasks)).flat();
    },
    close: () => pool.close(),
  };
}
