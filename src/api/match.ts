import Type, { type Static } from 'typebox';
import { GRADES } from '../core/evidence.ts';
import { ORIENTATIONS, VIEWS } from '../core/picture.ts';
import { ChannelDetailSchema, MatchChannelSchema, TrainedModelSchema } from './channel.ts';
import { GeometrySchema } from './geometry.ts';
import { RowLiveSchema } from './live.ts';
import { mapOf, named, nullable, reference, wordOf, wordOrNull } from './schema.ts';

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
          description:
            'Cosine of the two embeddings, −1 to 1, in the view of your picture in which the row stands out most.',
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
      live: Type.Union([reference(RowLiveSchema), Type.Null()], {
        description:
          'What became of comparing it with the picture at its address; null where nobody looked there.',
      }),
      n: Type.Integer({
        description:
          'Which row of its check it is, for its verification; it stays the same while lists change.',
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
