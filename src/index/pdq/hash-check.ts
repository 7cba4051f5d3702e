import { isPdqHash } from '../../core/pdq-distance.ts';

/** The greatest distance at which PDQ's makers call two pictures the same; far beyond it, a lookup is no faster than a scan. */
const MAX_DISTANCE = 31;

/** @throws RangeError unless the hashes are 64 lower-case hex digits each and the distance a whole number from 0 to 31 */
export function checkHashQuery(hashes: readonly string[], maxDistance: number): void {
  if (!Number.isInteger(maxDistance) || maxDistance < 0 || maxDistance > MAX_DISTANCE) {
    throw new RangeError(
      `The distance is ${maxDistance}; it must be a whole number from 0 to ${MAX_DISTANCE}.`,
    );
  }
  const malformed = hashes.find((hash) => !isPdqHash(hash));
  if (malformed !== undefined) {
    throw new RangeError(`'${malformed}' is not a PDQ hash: 64 lower-case hex digits.`);
  }
}
