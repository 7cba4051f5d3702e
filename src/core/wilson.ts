/** The two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * The 95 % Wilson score interval of a share: `hits` of `total`. Of 0 of 0 it is everything from 0 to 1.
 * Source: Wilson, 1927; it holds for shares near 0 and 1 too, where the plain normal interval does not.
 */
export function wilsonInterval(hits: number, total: number): [low: number, high: number] {
  if (!(hits >= 0 && hits <= total)) throw new RangeError(`${hits} of ${total} is no share.`);
  if (total === 0) return [0, 1];
  const share = hits / total;
  const spread = Z ** 2 / total;
  const middle = share + spread / 2;
  const half = Z * Math.sqrt((share * (1 - share) + spread / 4) / total);
  // Rounding would put the ends of 0 and of 1 a little beside them.
  const low = hits === 0 ? 0 : (middle - half) / (1 + spread);
  const high = hits === total ? 1 : (middle + half) / (1 + spread);
  return [Math.max(0, low), Math.min(1, high)];
}
