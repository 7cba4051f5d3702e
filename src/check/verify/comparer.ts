import type { Geometry } from '../../api/geometry.ts';
import type { QueryPixels } from '../../core/picture.ts';
import type { Fingerprint } from '../../fingerprint/fingerprint.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import { startPool } from '../../runtime/threads/pool.ts';
import type { UnseenGeometry } from './geometry/unseen.ts';

/** A picture to compare with rows: what was found in it, and itself, for a look wherever a row's keypoints lie. */
type ComparedPicture = Pick<Fingerprint, 'keypoints' | 'pixels'>;

/** A picture that only whoever asks has. */
export type UnseenPicture = Pick<Fingerprint, 'keypoints'> & Pick<QueryPixels, 'parts'>;

/** What a comparing thread is asked: one query against some rows. */
export interface CompareTask {
  query: ComparedPicture | UnseenPicture;
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

/** Compares pictures too that only whoever asks has. */
export interface UnseenComparer extends Comparer {
  /** The same as far as it can be told without the query's pixels. @throws TrainspotError `signature-invalid` */
  compareUnseen(query: UnseenPicture, rows: readonly KeypointBytes[]): Promise<UnseenGeometry[]>;
}

/** Rows that are worth a thread's while; handing over costs as much as comparing one. */
const MIN_ROWS_A_TASK = 8;

/** Compares in `threads` threads, which start with the first comparison. */
export function startComparer(threads: number): UnseenComparer {
  const pool = startPool<CompareTask, UnseenGeometry[]>(
    new URL('./geometry/worker', import.meta.url),
    threads,
    null,
  );
  async function run(query: CompareTask['query'], rows: readonly KeypointBytes[]): Promise<UnseenGeometry[]> {
    const size = Math.max(MIN_ROWS_A_TASK, Math.ceil(rows.length / threads));
    const tasks: Promise<UnseenGeometry[]>[] = [];
    for (let i = 0; i < rows.length; i += size)
      tasks.push(pool.run({ query, rows: rows.slice(i, i + size) }));
    return (await Promise.all(tasks)).flat();
  }
  return {
    compare: async ({ keypoints, pixels }, rows) =>
      (await run({ keypoints, pixels }, rows)) as (Geometry | null)[],
    compareUnseen: ({ keypoints, parts }, rows) => run({ keypoints, parts }, rows),
    close: () => pool.close(),
  };
}
