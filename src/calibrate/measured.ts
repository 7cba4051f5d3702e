import type { Embedding } from '../core/embedding.ts';
import type { FloorReport } from '../models/floor-report.ts';
import type { Compared, TwoWays } from './compare.ts';
import { CALIBRATION_EDITS } from './edits/registry.ts';
import type { CalibrationRow } from './read-pictures.ts';
import { floorAbove, reaching, spreadOf } from './statistics.ts';

/** An index in which none of the pictures stands. */
export interface OtherIndex {
  dataset: string;
  rows: number;
  /** Of each vector the cosine of its nearest row. */
  nearest(vectors: readonly Embedding[]): Promise<number[]>;
}

/** What one picture's edits gave, in the order of the registry. */
export interface Asked {
  row: CalibrationRow;
  edits: readonly (Compared & { ofIndexes: readonly TwoWays[] })[];
}

type Measured = Pick<FloorReport, 'edits' | 'others' | 'nearestOthers' | 'wrong' | 'floors'>;

/** What the pictures that were asked say of the card. @param sizes as `compareWithRows` had them */
export function measured(
  asked: readonly Asked[],
  sizes: readonly number[],
  indexes: readonly OtherIndex[],
): Measured {
  const bySize = sizes.map((rows, i) => ({
    dataset: null,
    rows,
    nearest: asked.map(({ edits }) => highestOf(edits.map(({ others }) => others[i]))),
  }));
  const byIndex = indexes.map(({ dataset, rows }, i) => ({
    dataset,
    rows,
    nearest: asked.map(({ edits }) => highestOf(edits.map(({ ofIndexes }) => ofIndexes[i]))),
  }));
  const all = [...bySize, ...byIndex];
  // Of each picture the nearest other row of all that was asked.
  const nearest = asked.map((_, i) => highestOf(all.map((others) => others.nearest[i])));
  const floors = eachWay((way) => floorAbove(nearest.map((each) => each[way])));
  const nearestOthers = asked
    .flatMap(({ row, edits }) =>
      edits.map(({ nearest: { row: other, cosine } }, i) => ({
        picture: row.name,
        edit: CALIBRATION_EDITS[i].name,
        other: other.name,
        cosine,
      })),
    )
    .reduce((a, b) => (b.cosine > a.cosine ? b : a));
  return {
    edits: CALIBRATION_EDITS.map(({ name, title }, i) => {
      const own = eachWay((way) => asked.map(({ edits }) => edits[i].own[way]));
      return {
        name,
        title,
        cosines: eachWay((way) => spreadOf(own[way])),
        fromFloor: eachWay((way) => reaching(own[way], floors[way])),
      };
    }),
    others: all.map(({ dataset, rows, nearest: each }) => ({
      dataset,
      rows,
      cosines: eachWay((way) => spreadOf(each.map((one) => one[way]))),
    })),
    nearestOthers,
    wrong: eachWay((way) => wrongBetween(nearest.map((each) => each[way]))),
    floors: { possiblyAsItLiesFrom: floors.asItLies, possiblyFrom: floors.byBestView },
  };
}

/** A floor that is set on every second picture, judged by those between them: on its own pictures it is never wrong. */
function wrongBetween(nearest: readonly number[]): FloorReport['wrong']['asItLies'] {
  const floor = floorAbove(nearest.filter((_, i) => i % 2 === 0));
  return reaching(
    nearest.filter((_, i) => i % 2 === 1),
    floor,
  );
}

function highestOf(cosines: readonly TwoWays[]): TwoWays {
  return eachWay((way) => Math.max(...cosines.map((each) => each[way])));
}

function eachWay<Of>(of: (way: keyof TwoWays) => Of): TwoWays<Of> {
  return { asItLies: of('asItLies'), byBestView: of('byBestView') };
}
