import Type, { type Static } from 'typebox';

const Cosine = Type.Number({ minimum: -1.001, maximum: 1.001 });
const Count = Type.Integer({ minimum: 0 });

/** Cosines: the least, that of the 5th, 50th and 95th of a hundred, and the highest. */
const Spread = Type.Object({
  least: Cosine,
  low: Cosine,
  median: Cosine,
  high: Cosine,
  highest: Cosine,
});
export type Spread = Static<typeof Spread>;

/** So many of so many, and Wilson's 95 % interval of that share. */
const Share = Type.Object({
  count: Count,
  of: Count,
  atLeast: Type.Number({ minimum: 0, maximum: 1 }),
  atMost: Type.Number({ minimum: 0, maximum: 1 }),
});
export type Share = Static<typeof Share>;

/** The picture whole as it lies, and by the nearest of all views that a check looks at. */
const Ways = <Of extends Type.TSchema>(of: Of) => Type.Object({ asItLies: of, byBestView: of });

const Floor = Type.Union([Type.Number({ minimum: -1, maximum: 1 }), Type.Null()]);

/** What `trainspot calibrate` measured of a model; it lies beside the model's files. */
export const FloorReportSchema = Type.Object({
  model: Type.String(),
  /** Of the weights that were measured: other weights have other floors. */
  modelRevision: Type.String(),
  /** YYYY-MM-DD. */
  measuredOn: Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\d$` }),
  /** Trainspot's release. */
  software: Type.String(),
  pictures: Type.Object({
    /** In the folder. */
    files: Count,
    unreadable: Type.Array(Type.Object({ name: Type.String(), why: Type.String() })),
    /** Files that show a picture of another file, as the folder's list says. */
    variants: Count,
    /** Each of another subject than every other. */
    independent: Count,
    /** Of these, edited and asked; the first of all in an order that the names decide. */
    asked: Count,
  }),
  edits: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      /** Cosines of the edited pictures to their own rows. */
      cosines: Ways(Spread),
      /** How many of them lie from the floor on; null where there is no floor. */
      fromFloor: Ways(Type.Union([Share, Type.Null()])),
    }),
  ),
  /** Cosines of each picture's nearest other row, over all of its edits; ascending by rows. */
  others: Type.Array(
    Type.Object({
      /** Null where the rows are the folder's own pictures; else the dataset whose index was asked. */
      dataset: Type.Union([Type.String(), Type.Null()]),
      rows: Count,
      cosines: Ways(Spread),
    }),
  ),
  /** Of two pictures that were taken for others the nearest, as it lies. */
  nearestOthers: Type.Object({
    picture: Type.String(),
    edit: Type.String(),
    other: Type.String(),
    cosine: Cosine,
  }),
  /** With the floors set on every second picture: how many of those between them have another row from there on. */
  wrong: Ways(Type.Union([Share, Type.Null()])),
  floors: Type.Object({ possiblyAsItLiesFrom: Floor, possiblyFrom: Floor }),
});
export type FloorReport = Static<typeof FloorReportSchema>;
