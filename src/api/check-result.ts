import Type, { type Static } from 'typebox';
import { ChannelSchema } from './channel.ts';
import { LiveSchema } from './live.ts';
import { MatchSchema } from './match.ts';
import { PictureFactsSchema } from './picture.ts';
import { mapOf, named, nullable, reference, textOrNull } from './schema.ts';

export const CoverageSchema = named(
  'Coverage',
  Type.Object(
    {
      dataset: Type.String(),
      release: Type.String(),
      rowsIndexed: Type.Integer({
        description:
          'Rows that could be searched by picture, and shown; 0 where none could. Suppressed ones are not counted.',
      }),
      rowsListed: Type.Integer({
        description:
          'Rows that are known here by the dataset’s own lists, those of the index among them, suppressed ones not.',
      }),
      rowsHashed: Type.Integer({
        description:
          'Of the listed rows, those whose sha256 or md5 is known and was compared with the picture’s.',
      }),
      rowsFingerprinted: Type.Integer({
        description:
          'Of the listed rows, those whose picture was looked at here, when it was indexed or at its address since: only of these a copy or an edit can be confirmed without asking the row’s host.',
      }),
      rowsSuppressed: Type.Integer({
        description: 'Rows that this service keeps out of every answer, at somebody’s wish.',
      }),
      rowsNotCompared: Type.Integer({
        description:
          'Rows that this check brought up and could not compare, since their keypoints are damaged on this server: an edited copy among them is not ruled out.',
      }),
      rowsPublished: nullable(
        Type.Integer({ description: 'Rows the publisher released; null where unknown.' }),
      ),
      model: textOrNull('The embedding model of the index; null where nothing was searched by picture.'),
      indexedAt: textOrNull('When the index was last published, ISO 8601 in UTC; null where there is none.'),
    },
    { additionalProperties: false, description: 'What was searched of a dataset.' },
  ),
);
/** What was searched: without it a verdict means nothing. */
export type Coverage = Static<typeof CoverageSchema>;

export const NotSearchedSchema = named(
  'NotSearched',
  Type.Object(
    { dataset: Type.String(), why: Type.String() },
    { additionalProperties: false, description: 'What was not searched, and why.' },
  ),
);
export type NotSearched = Static<typeof NotSearchedSchema>;

const ANSWERED = {
  pictures: Type.Integer({
    description:
      'Independent pictures that were checked, none of which was in the index; of each there are several edits.',
  }),
  checks: Type.Integer({ description: 'Checks of these pictures and their edits.' }),
  answeredFound: Type.Integer({
    description: 'Of the checks, those that were answered “found”: each of them is false.',
  }),
  picturesAnsweredFound: Type.Integer({
    description:
      'Of the pictures, those of which one check or several were answered so; the bound rests on them.',
  }),
  per10000AtMost: Type.Integer({
    description:
      'Of 10,000 such checks at most so many are answered “found”, with 95 % confidence (Wilson, of the independent pictures).',
  }),
};

export const FalsePositiveRateSchema = named(
  'FalsePositiveRate',
  Type.Object(
    {
      ...ANSWERED,
      byKind: Type.Array(
        Type.Object(
          { kind: Type.String({ description: 'Such as photographs, figures, templates.' }), ...ANSWERED },
          { additionalProperties: false },
        ),
        { description: 'The same by kind of picture.' },
      ),
      rows: Type.Array(
        Type.Object(
          { rows: Type.Integer({ description: 'Pictures in the index.' }), ...ANSWERED },
          { additionalProperties: false },
        ),
        {
          description:
            'The same checks at each size of the index that was measured, ascending. A larger one was not.',
        },
      ),
      measuredOn: Type.String({ description: 'YYYY-MM-DD.' }),
      how: Type.String(),
    },
    {
      additionalProperties: false,
      description:
        'How often a picture that is not in the index was answered “found” when it was measured, in the largest index.',
    },
  ),
);
export type FalsePositiveRate = Static<typeof FalsePositiveRateSchema>;

export const FalsePositivesSchema = named(
  'FalsePositives',
  Type.Object(
    {
      grade: Type.Enum(['identical', 'copy', 'edited'], { description: 'The grade that was measured.' }),
      pairs: Type.Integer({
        description:
          'Checks of pictures that are not in the index. It counted pairs of pictures before, most of which nobody had compared.',
      }),
      falsePairs: Type.Integer({ description: 'Of them, those of which a wrong row got the grade.' }),
      falsePerMillionAtMost: Type.Number({
        description:
          'At most so many of a million such checks are false, with 95 % confidence (Wilson, of the independent pictures).',
      }),
      measuredOn: Type.String({ description: 'YYYY-MM-DD.' }),
      how: Type.String(),
    },
    {
      additionalProperties: false,
      deprecated: true,
      description:
        'How often a grade was wrong when it was measured. It goes with the next release: read falsePositives.',
    },
  ),
);
export type FalsePositives = Static<typeof FalsePositivesSchema>;

export const VerdictSchema = Type.Object(
  {
    answer: Type.Enum(['found', 'part', 'possibly', 'not-found'], {
      description:
        'found: the picture is there, identical, copied or edited. part: it is not, but a part of it stands in another ' +
        'picture. not-found never means more than: not in what coverage lists.',
    }),
    sentence: Type.String({ description: 'The answer as one plain sentence.' }),
    // Null unless it is found, as precision is: that is of the grade that the answer rests on.
    falsePositives: Type.Union([reference(FalsePositiveRateSchema), Type.Null()]),
    precision: Type.Union([reference(FalsePositivesSchema), Type.Null()]),
  },
  { additionalProperties: false },
);
export type Verdict = Static<typeof VerdictSchema>;
export type Answer = Verdict['answer'];

export const CheckResultSchema = named(
  'CheckResult',
  Type.Object(
    {
      id: Type.String({ description: 'For an hour, the handle for verifications of its rows.' }),
      picture: reference(PictureFactsSchema),
      verdict: VerdictSchema,
      live: reference(LiveSchema),
      matches: Type.Array(reference(MatchSchema), {
        description: 'Rows that show this picture, strongest first.',
      }),
      parts: Type.Array(reference(MatchSchema), {
        description:
          'Rows whose picture shares a part with this one while the rest of both differs; they do not count as found.',
      }),
      lookAlikes: Type.Array(reference(MatchSchema), {
        description: 'Rows that only look similar; they never count as found.',
      }),
      toCompare: Type.Optional(
        Type.Array(
          Type.Object(
            {
              n: Type.Integer({ description: 'Its number among them.' }),
              keypoints: Type.String({ description: 'Of the row’s picture, in base64.' }),
            },
            { additionalProperties: false },
          ),
          {
            description:
              'Of a check by fingerprints: rows for which the picture itself must be looked at, by whoever has it. What ' +
              'comes of it goes to POST /v1/checks/{id}/comparisons; until then such a row is no more than a look-alike. ' +
              'Left out where there is none.',
          },
        ),
      ),
      channels: mapOf(
        reference(ChannelSchema),
        'Who can be asked about all these rows, each once, by the ids that the rows name.',
      ),
      coverage: Type.Array(reference(CoverageSchema)),
      notSearched: Type.Array(reference(NotSearchedSchema)),
    },
    {
      additionalProperties: false,
      description: 'The answer to one check.',
    },
  ),
);
/** The answer to one check, as every door returns it. */
export type CheckResult = Static<typeof CheckResultSchema>;
