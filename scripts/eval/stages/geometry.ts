import { canBeCompared } from '../../../src/check/verify/compare.ts';
import { startComparer } from '../../../src/check/verify/comparer.ts';
import type { Config } from '../../../src/runtime/config.ts';
import { mapConcurrently } from '../../../src/core/concurrency.ts';
import { relationOf } from '../../../src/check/placed.ts';
import { QUERY_OPTIONS, ROW_OPTIONS } from '../../../src/core/fingerprint-options.ts';
import type { KeypointBytes } from '../../../src/core/keypoints.ts';
import type { Fingerprinter } from '../../../src/fingerprint/fingerprinter.ts';
import { randomFor, shuffled } from '../../../src/core/random.ts';
import type { GeometryOutcome } from '../score/outcome.ts';
import type { EvalRow } from '../set/row.ts';
import { rowKey } from '../set/row-key.ts';
import { isSamePicture, type KnownRow } from '../set/twins.ts';

/** Rows that every edit is compared with besides its own: the same for all, so that each is looked at once. */
const OTHER_ROWS = 20;

/** The keypoints by themselves: the edit against its own row and against rows that show something else. */
export interface GeometryStage {
  compare(own: KnownRow, edited: Uint8Array): Promise<GeometryOutcome>;
  close(): Promise<void>;
}

/** Looks at the other rows, which the seed chooses among all. */
export async function openGeometryStage(
  rows: readonly EvalRow[],
  seed: number,
  config: Config,
  fingerprinter: Fingerprinter,
): Promise<GeometryStage> {
  const keypointsIn = async (picture: Uint8Array): Promise<KeypointBytes> =>
    (await fingerprinter.fingerprint(picture, [], { ...ROW_OPTIONS, views: [] })).keypoints;
  const chosen = shuffled(randomFor(seed, 'other rows'), rows).slice(0, OTHER_ROWS);
  const others = await mapConcurrently(chosen, config.WORKER_THREADS * 2, async (row) => ({
    key: rowKey(row.dataset, row.name),
    keypoints: await keypointsIn(await row.picture()),
  }));
  const comparer = startComparer(config.WORKER_THREADS);
  return {
    async compare(own, edited) {
      const query = await fingerprinter.fingerprint(edited, [], { ...QUERY_OPTIONS, views: [] });
      const ownKeypoints = await keypointsIn(own.picture);
      const strangers = others.filter(({ key }) => !isSamePicture(own, key));
      const keypoints = [ownKeypoints, ...strangers.map(({ keypoints }) => keypoints)];
      const geometries = await comparer.compare(query, keypoints);
      // As a check does: of pictures with too few keypoints nothing is said.
      const inliers = geometries.map((geometry) => geometry?.inliers ?? 0);
      const isFirm = geometries.map(
        (geometry, i) =>
          relationOf(geometry) === 'same-picture' && canBeCompared(query.keypoints, keypoints[i]),
      );
      return {
        inliers: inliers[0],
        isConfirmed: isFirm[0],
        otherInliers: inliers.slice(1),
        othersConfirmed: isFirm.slice(1).filter(Boolean).length,
      };
    },
    close: () => comparer.close(),
  };
}
