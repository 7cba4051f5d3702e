/** Whether this is `npm run test:long`, which runs the suites that ask here and no other, or `npm test -- --mode full`, which runs all. */
const isFull = process.env['TEST_SIZE'] === 'full';

/**
 * How often a long suite does the same: `sample` times in `npm test`, so that this is run before a commit, and `full`
 * times in the other two. The assertions are the same.
 */
export function sized(sample: number, full: number): number {
  return isFull ? full : sample;
}
