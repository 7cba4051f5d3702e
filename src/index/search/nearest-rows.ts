/** A row whose hash is near one that was asked for. */
export interface NearRow {
  /** Its place in its segment, from 0. */
  ordinal: number;
  /** Differing bits of 256. */
  distance: number;
}

/** Keeps the nearest rows of those it is told of. */
export interface NearestRows {
  /** A row farther than this need not be told of; it falls as nearer rows come in, to −1 when none can be of use. */
  readonly most: number;
  /** Tells of a row at most `most` bits away. A row that is told of again keeps its smaller distance. */
  add(ordinal: number, distance: number): void;
  /** Nearest first, equally near ones by ordinal. */
  rows(): NearRow[];
}

/**
 * The `count` nearest rows within `maxDistance`. Where there are more rows at the last distance than there is room
 * for, those told of first are kept, so that a million equal hashes cost no more than `count`.
 */
export function keepNearest(count: number, maxDistance: number): NearestRows {
  const distances = new Map<number, number>();
  const rowsAt = new Uint32Array(maxDistance + 1);
  let most = count > 0 ? maxDistance : -1;
  return {
    get most() {
      return most;
    },
    add(ordinal, distance) {
      const known = distances.get(ordinal);
      if (known !== undefined) {
        if (known <= distance) return;
        rowsAt[known]--;
      }
      distances.set(ordinal, distance);
      rowsAt[distance]++;
      let rows = 0;
      for (let within = 0; within <= most; within++) {
        rows += rowsAt[within];
        if (rows >= count) most = within - 1;
      }
    },
    rows: () =>
      Array.from(distances, ([ordinal, distance]) => ({ ordinal, distance }))
        .sort((a, b) => a.distance - b.distance || a.ordinal - b.ordinal)
        .slice(0, Math.max(0, count)),
  };
}
