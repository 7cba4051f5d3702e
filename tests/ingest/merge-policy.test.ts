import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActiveSegment } from '../../src/db/segments.ts';
import { FAN_IN, liveRows, mergeGroups, rowsOf } from '../../src/ingest/publish/merge-policy.ts';

const MOST = 1000;

function segmentsOf(sizes: readonly (number | { rows: number; deleted: number })[]): ActiveSegment[] {
  return sizes.map((size, i) => ({
    id: `s${i}`,
    ...(typeof size === 'number' ? { rows: size, deleted: 0 } : size),
  }));
}

const isWorn = ({ rows, deleted }: ActiveSegment): boolean => deleted >= 0.2 * rows;
const tierOf = (rows: number): number => (rows < FAN_IN ? 0 : 1 + tierOf(rows / FAN_IN));

/** An index whose rows are told apart, and that is merged as `mergeGroups` says until nothing is left to merge. */
function keepIndex(mostRows: number) {
  let segments: (ActiveSegment & { members: number[] })[] = [];
  const written = new Map<number, number>();
  let number = 0;
  return {
    segments: () => segments,
    written,
    publish(members: number[]): void {
      segments.push({ id: `s${number++}`, rows: members.length, deleted: 0, members });
      for (const row of members) written.set(row, 0);
    },
    remove(row: number): void {
      segments = segments.map((each) => {
        if (!each.members.includes(row)) return each;
        return {
          ...each,
          deleted: each.deleted + 1,
          members: each.members.filter((member) => member !== row),
        };
      });
    },
    merge(): void {
      for (;;) {
        const groups = mergeGroups(segments, mostRows);
        if (groups.length === 0) return;
        for (const group of groups) {
          const members = segments.filter((each) => group.includes(each)).flatMap((each) => each.members);
          for (const row of members) written.set(row, (written.get(row) ?? 0) + 1);
          segments = segments.filter((each) => !group.includes(each));
          if (members.length === 0) continue;
          segments.push({ id: `s${number++}`, rows: members.length, deleted: 0, members });
        }
      }
    },
  };
}

const size = fc.oneof(
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 200 }),
  fc.integer({ min: 400, max: 1000 }),
);

describe('what is merged', () => {
  it.each<[string, Parameters<typeof segmentsOf>[0], number[][]]>([
    ['nothing', [], []],
    ['three of a size: nothing yet', [10, 10, 10], []],
    ['four of a size', [10, 10, 10, 10], [[0, 1, 2, 3]]],
    ['all of a size', Array<number>(9).fill(10), [[0, 1, 2, 3, 4, 5, 6, 7, 8]]],
    ['those that are smaller with them', [10, 1, 10, 10, 3, 10, 300], [[0, 1, 2, 3, 4, 5]]],
    ['none beside a larger one that it would be written again with', [300, 10, 10, 10], []],
    ['not what is full', [10, 900, 10, 10, 10], [[0, 2, 3, 4]]],
    [
      'what would be the fourth of the next size, with these',
      [70, 80, 90, 20, 20, 20, 20],
      [[0, 1, 2, 3, 4, 5, 6]],
    ],
    [
      'as many as fit, which are full then',
      [400, 400, 400, 400, 400, 400, 10],
      [
        [0, 1],
        [2, 3],
      ],
    ],
    ['what is worn, whatever its size', [{ rows: 900, deleted: 180 }, 20], [[0]]],
    ['not what is nearly worn', [{ rows: 900, deleted: 179 }, 20], []],
    ['what is all gone', [{ rows: 5, deleted: 5 }], [[0]]],
  ])('%s', (_, sizes, places) => {
    const segments = segmentsOf(sizes);
    expect(mergeGroups(segments, MOST)).toEqual(places.map((group) => group.map((i) => segments[i])));
  });

  it('fits, comes once, in its order, and leaves alone what is full and whole', () => {
    const segment = fc
      .record({ rows: fc.integer({ min: 1, max: 1200 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
      .map(({ rows, share }) => ({ rows, deleted: Math.floor(rows * share ** 3) }));
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 60 }), (sizes) => {
        const segments = segmentsOf(sizes);
        const groups = mergeGroups(segments, MOST);
        const merged = groups.flat();
        expect(new Set(merged).size).toBe(merged.length);
        for (const group of groups) {
          const places = group.map((each) => segments.indexOf(each));
          expect(places).toEqual(places.toSorted((a, b) => a - b));
          expect(group.length === 1 || rowsOf(group) <= MOST).toBe(true);
          // Either the row moves up by a tier, or it is in a full segment then, or its segment was worn.
          const isHigher = group.every((each) => tierOf(rowsOf(group)) > tierOf(liveRows(each)));
          expect(isHigher || rowsOf(group) > MOST / 2 || group.some(isWorn)).toBe(true);
        }
        for (const each of merged) expect(liveRows(each) <= MOST / 2 || isWorn(each)).toBe(true);
        for (const each of segments) expect(merged.includes(each) || !isWorn(each)).toBe(true);
      }),
    );
  });

  it('writes a row anew once a tier at most, and leaves three segments of each', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(size, fc.boolean()), { maxLength: 80 }), (published) => {
        const index = keepIndex(MOST);
        let rows = 0;
        for (const [count, isMerged] of published) {
          index.publish(Array.from({ length: count }, () => rows++));
          // An ingest may publish many before it merges.
          if (isMerged) index.merge();
        }
        index.merge();
        const sizes = index.segments().map(liveRows);
        expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(rows);
        // The tiers below a full one, and the one step to that.
        const tiers = tierOf(MOST / 2) + 1;
        expect(Math.max(0, ...index.written.values())).toBeLessThanOrEqual(tiers + 1);
        const open = sizes.filter((each) => each <= MOST / 2);
        for (let tier = 0; tier <= tiers; tier++) {
          expect(open.filter((each) => tierOf(each) === tier).length).toBeLessThan(FAN_IN);
        }
        expect(sizes.length - open.length).toBeLessThanOrEqual((2 * rows) / MOST);
      }),
    );
  });

  it('loses no row and comes to an end, whatever is removed in between', () => {
    const step = fc.oneof(
      size.map((count) => ({ publish: count })),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((share) => ({ remove: share })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const index = keepIndex(MOST);
        const kept = new Set<number>();
        let rows = 0;
        for (const each of steps) {
          if ('publish' in each) {
            const members = Array.from({ length: each.publish }, () => rows++);
            index.publish(members);
            for (const row of members) kept.add(row);
          } else {
            const all = [...kept];
            const first = Math.floor(each.remove * all.length);
            for (const row of all.slice(first, first + 50)) {
              index.remove(row);
              kept.delete(row);
            }
          }
          index.merge();
        }
        const held = index.segments().flatMap(({ members }) => members);
        expect(held.toSorted((a, b) => a - b)).toEqual([...kept].toSorted((a, b) => a - b));
        for (const each of index.segments()) expect(isWorn(each)).toBe(false);
      }),
    );
  });
});
