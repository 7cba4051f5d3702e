import Type, { type Static } from 'typebox';
import { named } from './schema.ts';

const MatchedAreaSchema = Type.Object(
  {
    percent: Type.Number({ description: 'Of the picture’s area, 0–100.' }),
    polygon: Type.Array(
      Type.Unsafe<readonly [number, number]>({ type: 'array', items: { type: 'number' } }),
      {
        description: 'Convex; [x, y] in fractions of the width and height, from the top left.',
      },
    ),
    whole: Type.Boolean({
      description:
        'All of the picture is in the other one: always so of a copy; of an edited one where its frame is in the ' +
        'other’s, and keypoints agree wherever there are enough. Then percent is but where its keypoints lie. Never so of a part.',
    }),
  },
  { additionalProperties: false },
);
/** A part of a picture. */
export type MatchedArea = Static<typeof MatchedAreaSchema>;

const BesideSchema = Type.Object(
  {
    points: Type.Integer(),
    agreeing: Type.Integer(),
    exact: Type.Integer(),
    alike: Type.Integer(),
    areas: Type.Integer(),
    areasAgreeing: Type.Integer(),
    gone: Type.Integer(),
  },
  {
    additionalProperties: false,
    description:
      'The same counts without the points that do not agree and lie under something plain, such as a bar or a box, that was ' +
      'laid over your picture.',
  },
);

const LookSchema = Type.Object(
  {
    keypoints: Type.Integer({ description: 'Keypoints that are kept of the row’s picture.' }),
    matched: Type.Integer({
      description: 'Keypoints of yours that look like one of the row’s and no other.',
    }),
    fitting: Type.Integer({ description: 'Of these, how many lie as the placement has it.' }),
    precise: Type.Integer({ description: 'How many of them to 1 of 256 pixels.' }),
    points: Type.Integer({ description: 'Keypoints of the row’s picture that yours shows.' }),
    agreeing: Type.Integer({
      description: 'Of these, how many look the same in yours: 40 bits of 256 apart at most.',
    }),
    exact: Type.Integer({ description: 'How many are 20 bits apart at most.' }),
    alike: Type.Integer({ description: 'How many are 60 bits apart at most.' }),
    areas: Type.Integer({
      description: 'Of 49 even places at most, those where one of the pictures shows something.',
    }),
    areasAgreeing: Type.Integer({ description: 'Of these, how many are 60 bits apart at most.' }),
    gone: Type.Integer({
      description: 'Of the points that do not look the same, those where yours shows less than half as much.',
    }),
    added: Type.Integer({
      description: 'And those where it shows more, by 1.4 times at least: what was laid over it does.',
    }),
    areasGone: Type.Integer({ description: 'The same of the even places: those where yours shows less …' }),
    areasAdded: Type.Integer({ description: '… and those where it shows more.' }),
    beside: Type.Union([BesideSchema, Type.Null()], {
      description: 'Null where nothing lies under such a thing.',
    }),
  },
  { additionalProperties: false },
);

const FrameSchema = Type.Object(
  {
    percent: Type.Number({
      description: 'Of the larger picture, how much the whole of the smaller one takes, 0–100.',
    }),
    shiftPercent: Type.Number({
      description: 'How far corners of the two pictures lie apart at most, in percent of the longer side.',
    }),
    slantPercent: Type.Number({
      description: 'How far the one lies on the other turned, slanted or stretched, in percent of its sides.',
    }),
    contentPercent: Type.Number({
      description: 'How much of its frame is taken by what is drawn, of whichever picture that is less.',
    }),
    isPlain: Type.Boolean({ description: 'Next to nothing stands out along the smaller one’s border.' }),
    rimPercent: Type.Number({
      description:
        'How much of the row’s border can be seen in yours as an edge on even ground, where the row is the smaller one; else 0.',
    }),
    outside: Type.Integer({ description: 'Keypoints of the larger one outside of the smaller one.' }),
    strangers: Type.Integer({ description: 'And within it, where it is plain.' }),
  },
  {
    additionalProperties: false,
    description: 'How the smaller of the two pictures stands in the larger one, where it is laid on it.',
  },
);

export const GeometrySchema = named(
  'Geometry',
  Type.Object(
    {
      inliers: Type.Integer({ description: 'Keypoints that one placement of the two pictures explains.' }),
      mirrored: Type.Boolean({ description: 'Your picture had to be mirrored.' }),
      withoutWords: Type.Optional(
        Type.Boolean({ description: 'It was compared without the words that lie over it; else left out.' }),
      ),
      rotationDegrees: Type.Number({
        description: 'Clockwise turn that lays your (mirrored) picture on the row’s, −180 to 180.',
      }),
      scale: Type.Number({
        description:
          'Length in the row’s picture of a length of 1 in yours, both measured in their own long sides.',
      }),
      // In whichever picture fewer do.
      agreementPercent: Type.Number({
        description: 'Of the keypoints in what the pictures share, how many agree, 0–100.',
      }),
      middleAgreementPercent: Type.Number({ description: 'Of those in the middle of it.' }),
      look: Type.Union([LookSchema, Type.Null()], {
        description:
          'What a look at your picture found wherever something stands out in the row’s; null where too few keypoints agree for one.',
      }),
      frame: FrameSchema,
      query: MatchedAreaSchema,
      row: MatchedAreaSchema,
    },
    {
      additionalProperties: false,
      description: 'How your picture (query) and the row’s lie on one another, by their keypoints.',
    },
  ),
);
export type Geometry = Static<typeof GeometrySchema>;
