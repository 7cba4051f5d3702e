import { canBeCompared } from '../../../src/check/verify/compare.ts';
import { startComparer } from '../../../src/check/verify/comparer.ts';
import type { Config } from '../../../src/config/config.ts';
import { mapConcurrently } from '../../../src/core/concurrency.ts';
import { confirmed } from '../../../src/core/evidence.ts';
import { QUERY_LOOK, ROW_LOOK } from '../../../src/core/look.ts';
import type { Signature } from '../../../src/core/signature.ts';
import type { Fingerprinter } from '../../../src/fingerprint/fingerprinter.ts';
import { randomFor, shuffled } from '../picture/seeded.ts';
import type { GeometryOutcome } from '../score/outcome.ts';
import type { EvalRow } from '../set/rows.ts';
import { isSamePicture, rowKey, type KnownRow } from '../set/twins.ts';

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
  const keypoints = async (picture: Uint8Array, look: typeof ROW_LOOK): Promise<Signature> =>
    (await fingerprinter.fingerprint(picture, [], { ...look, views: [] })).signature;
  const chosen = shuffled(randomFor(seed, 'other rows'), rows).slice(0, OTHER_ROWS);
  const others = await mapConcurrently(chosen, config.WORKER_THREADS * 2, async (row) => ({
    key: rowKey(row.dataset, row.name),
    signature: await keypoints(await row.picture(), ROW_LOOK),
  }));
  const comparer = startComparer(config.WORKER_THREADS);
  return {
    async compare(own, edited) {
      const query = await keypoints(edited, QUERY_LOOK);
      const ownSignature = await keypoints(own.picture, ROW_LOOK);
      const strangers = others.filter(({ key }) => !isSamePicture(own, key));
      const signatures = [ownSignature, ...strangers.map(({ signature }) => signature)];
      const geometries = await comparer.compare(query, signatures);
      // As a check does: of pictures with too few keypoints nothing is said.
      const inliers = geometries.map((geometry) => geometry?.inliers ?? 0);
      const isFirm = geometries.map(
        (geometry, i) => confirmed(geometry) !== null && canBeCompared(query, signatures[i]),
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
