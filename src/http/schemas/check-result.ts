import Type, { type Static } from 'typebox';
import type { FalsePositives } from '../../core/calibration.ts';
import type { PictureFacts } from '../../core/fingerprint.ts';
import type { CheckResult, Coverage, NotSearched, Verdict } from '../../core/verdict.ts';
import { PlainChannelSchema } from './channel.ts';
import { checkExample } from './example.ts';
import { mapOf } from './map-of.ts';
import { MatchSchema } from './match.ts';
import { nullable } from './nullable.ts';
import { named, reference } from './reference.ts';
import type { Same } from './same.ts';

export const PictureSchema = named(
  'Picture',
  Type.Object(
    {
      width: Type.Integer({ description: 'Pixels, upright.' }),
      height: Type.Integer({ description: 'Pixels, upright.' }),
      format: Type.String({ description: 'jpeg, png, webp, gif, tiff, avif, heic or bmp.' }),
      sha256: Type.String({ description: 'Of the file’s bytes, lower-case hex.' }),
      md5: Type.String({ description: 'Of the file’s bytes, lower-case hex.' }),
      pdq: Type.String({ description: 'PDQ perceptual hash, 64 lower-case hex digits.' }),
      pdqQuality: Type.Integer({
        description: '0–100; below 50 the picture is too plain for its hash to mean much.',
      }),
      notes: Type.Optional(
        Type.Array(Type.String(), {
          description:
            'What its owner should know of the file, in whole sentences: that its end is missing, that it was shrunk ' +
            'while it was read. Left out where there is nothing to say.',
        }),
      ),
    },
    {
      additionalProperties: false,
      description: 'What was checked, without the picture itself.',
    },
  ),
);

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
      model: nullable(
        Type.String({
          description: 'The embedding model of the index; null where nothing was searched by picture.',
        }),
      ),
      indexedAt: nullable(
        Type.String({
          description: 'When the index was last published, ISO 8601 in UTC; null where there is none.',
        }),
      ),
    },
    { additionalProperties: false, description: 'What was searched of a dataset.' },
  ),
);

export const NotSearchedSchema = named(
  'NotSearched',
  Type.Object(
    { dataset: Type.String(), why: Type.String() },
    { additionalProperties: false, description: 'What was not searched, and why.' },
  ),
);

export const PrecisionSchema = named(
  'FalsePositives',
  Type.Object(
    {
      grade: Type.Enum(['identical', 'copy', 'edited'], { description: 'The grade that was measured.' }),
      pairs: Type.Integer({ description: 'Pairs of two different pictures that were compared.' }),
      falsePairs: Type.Integer({ description: 'Of them, those that got the grade.' }),
      falsePerMillionAtMost: Type.Number({
        description: 'At most so many of a million are false, with 95 % confidence (Wilson).',
      }),
      measuredOn: Type.String({ description: 'YYYY-MM-DD.' }),
      how: Type.String(),
    },
    { additionalProperties: false, description: 'How often a grade was wrong when it was measured.' },
  ),
);

export const VerdictSchema = Type.Object(
  {
    answer: Type.Enum(['found', 'possibly', 'not-found'], {
      description: 'not-found never means more than: not in what coverage lists.',
    }),
    sentence: Type.String({ description: 'The answer as one plain sentence.' }),
    precision: Type.Union([reference(PrecisionSchema), Type.Null()]),
  },
  { additionalProperties: false },
);

export const CheckResultSchema = named(
  'CheckResult',
  Type.Object(
    {
      id: Type.String({ description: 'For an hour, the handle for verifications of its rows.' }),
      picture: reference(PictureSchema),
      verdict: VerdictSchema,
      matches: Type.Array(reference(MatchSchema), {
        description: 'Rows that show this picture, strongest first.',
      }),
      lookAlikes: Type.Array(reference(MatchSchema), {
        description: 'Rows that only look similar; they never count as found.',
      }),
      channels: mapOf(
        reference(PlainChannelSchema),
        'Who can be asked about all these rows, each once, by the ids that the rows name.',
      ),
      coverage: Type.Array(reference(CoverageSchema)),
      notSearched: Type.Array(reference(NotSearchedSchema)),
    },
    {
      additionalProperties: false,
      description: 'The answer to one check.',
      examples: [checkExample],
    },
  ),
);

// The compiler stops here when a document and what the core hands over drift apart.
true satisfies Same<Static<typeof PictureSchema>, PictureFacts>;
true satisfies Same<Static<typeof CoverageSchema>, Coverage>;
true satisfies Same<Static<typeof NotSearchedSchema>, NotSearched>;
true satisfies Same<Static<typeof PrecisionSchema>, FalsePositives>;
true satisfies Same<Static<typeof VerdictSchema>, Verdict>;
true satisfies Same<Static<typeof CheckResultSchema>, CheckResult>;
