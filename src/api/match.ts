import Type, { type Static } from 'typebox';
import { GRADES } from '../core/evidence.ts';
import { ORIENTATIONS, VIEWS } from '../core/picture.ts';
import { ChannelDetailSchema, MatchChannelSchema, TrainedModelSchema } from './channel.ts';
import { mapOf, named, nullable, reference, wordOf, wordOrNull } from './schema.ts';

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

export const MatchSchema = named(
  'Match',
  Type.Object(
    {
      grade: wordOf(
        GRADES,
        'identical: the same bytes. copy: the same picture, re-encoded or resized. edited: the same picture with a crop, ' +
          'an overlay or other colours, confirmed by keypoints that one placement explains (see geometry): all that both ' +
          'show agrees. part: a part of the one stands in the other, and the rest of both differs; such rows stand in ' +
          'parts and do not count as found. look-alike: similar in style or subject, or another photograph of the same ' +
          'thing; such rows stand in lookAlikes and never count as found.',
      ),
      dataset: Type.String(),
      release: Type.String(),
      rowId: Type.String({ description: 'The row’s id as its publisher gave it.' }),
      url: Type.String({ description: 'Where the dataset says the picture is.' }),
      caption: nullable(Type.String()),
      width: nullable(Type.Integer({ description: 'Pixels, as the dataset says.' })),
      height: nullable(Type.Integer({ description: 'Pixels, as the dataset says.' })),
      pdqDistance: nullable(
        Type.Integer({
          description: 'Differing bits of the two PDQ hashes, 0–256; 31 or fewer make a copy.',
        }),
      ),
      similarity: nullable(
        Type.Number({
          description: 'Cosine of the two embeddings, −1 to 1, in the view of your picture in which the row stands out most.',
        }),
      ),
      similarityView: wordOrNull(VIEWS, 'Which view that is.'),
      similarityAsItLies: nullable(
        Type.Number({
          description:
            'Cosine of your whole picture as it lies; null where the row is not among the nearest to it. Rows that only ' +
            'look similar are ordered by the whole picture, as it lies or turned, before any part of it.',
        }),
      ),
      view: wordOf(
        [...new Set([...ORIENTATIONS, ...VIEWS])],
        'Which view or orientation of your picture matched.',
      ),
      geometry: Type.Union([reference(GeometrySchema), Type.Null()]),
      sameSubject: Type.Boolean({
        description:
          'Of a look-alike: points of both pictures agree, but as those of the same place or thing in another ' +
          'photograph do, taken from elsewhere.',
      }),
      compared: Type.Boolean({
        description:
          'Whether keypoints were compared; false where the row has none (then the live picture may tell: ask for ' +
          'its verification), or either picture too few.',
      }),
      group: Type.String({ description: 'Rows with the same group show the same picture.' }),
      unsafe: nullable(
        Type.Boolean({ description: 'The publisher’s own flag; null where it says nothing.' }),
      ),
      models: Type.Array(reference(TrainedModelSchema), {
        description: 'Models publicly said to have been trained on pictures of this dataset.',
      }),
      channelIds: Type.Array(Type.String(), {
        description:
          'Who can be asked, the best first, each an id of the check’s channels; POST /v1/routes orders them by your answers.',
      }),
      channelDetails: mapOf(reference(ChannelDetailSchema), 'By the ids, what is so for this row alone.'),
      channels: Type.Array(reference(MatchChannelSchema), {
        deprecated: true,
        description:
          'The same in full, as it was before the check’s channels. It goes with the next release: read channelIds.',
      }),
    },
    {
      additionalProperties: false,
      description: 'A row of a dataset that answers to the picture.',
    },
  ),
);
/** A graded row as a client sees it. */
export type Match = Static<typeof MatchSchema>;
