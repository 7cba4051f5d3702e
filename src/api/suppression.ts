import Type, { type Static } from 'typebox';
import type { PictureFacts } from './picture.ts';
import { named, nullable, reference, wordOf } from './schema.ts';

export const SUPPRESSION_KINDS = ['url', 'domain', 'sha256', 'md5', 'picture'] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

export const WhySchema = Type.String({ minLength: 1, maxLength: 2000, description: 'Why, for the record.' });
export const WhoseSchema = Type.Optional(
  Type.String({ minLength: 1, maxLength: 2000, description: 'Whose wish it is, for the record.' }),
);

export const SuppressionBodySchema = Type.Object(
  {
    url: Type.Optional(Type.String({ maxLength: 4096, description: 'Every row at this address.' })),
    domain: Type.Optional(
      Type.String({ maxLength: 4096, description: 'Every row at this host and below it.' }),
    ),
    subdomains: Type.Optional(Type.Boolean({ description: 'With domain: false for the host alone.' })),
    sha256: Type.Optional(Type.String({ maxLength: 100, description: 'Every row of this very file.' })),
    md5: Type.Optional(Type.String({ maxLength: 100, description: 'Every row of this very file.' })),
    reason: WhySchema,
    by: WhoseSchema,
  },
  {
    additionalProperties: false,
    examples: [{ domain: 'studio.example', reason: 'The artist asked by letter on 3 November 2026.' }],
  },
);
/** A wish that rows be hidden: exactly one subject, why, and whose wish it is. */
export type SuppressionBody = Static<typeof SuppressionBodySchema>;

/** The wish as it comes, with whose it is, and with a picture's file. */
export type SuppressionInput = SuppressionBody & { by: string; picture?: Uint8Array };

/** What a picture is known by when the picture itself is gone. */
export interface PictureRule extends Pick<PictureFacts, 'sha256' | 'md5' | 'pdqQuality'> {
  /** PDQ hashes of its eight orientations. */
  pdqs: readonly string[];
}

/** The wish as it is kept, without the picture. */
export type SuppressionRequest = SuppressionBody & { by: string; picture?: PictureRule };

export const LiftBodySchema = Type.Object(
  { reason: Type.Optional(WhySchema), by: WhoseSchema },
  { additionalProperties: false, examples: [{ reason: 'Asked for by mistake.' }] },
);

export interface LiftRequest {
  id: number;
  reason: string | null;
  by: string;
}

export const SuppressionSchema = named(
  'Suppression',
  Type.Object(
    {
      id: Type.Integer(),
      kind: wordOf(SUPPRESSION_KINDS, 'By what its rows are known.'),
      subject: Type.String({ description: 'The address, domain or hash; of a picture its sha256.' }),
      subdomains: Type.Boolean({ description: 'Of a domain: whether all below it is meant too.' }),
      byPdq: Type.Boolean({
        description: 'Whether copies are hidden too; a picture that is too plain is known by its file alone.',
      }),
      reason: Type.String(),
      by: Type.String(),
      createdAt: Type.String({ description: 'ISO 8601 in UTC.' }),
      rows: Type.Integer({ description: 'Rows that it hides now; 0 once it is lifted.' }),
      lifted: Type.Union([
        Type.Object(
          {
            at: Type.String({ description: 'ISO 8601 in UTC.' }),
            by: Type.String(),
            reason: nullable(Type.String()),
          },
          { additionalProperties: false },
        ),
        Type.Null(),
      ]),
      hint: Type.Optional(
        Type.String({
          description: 'Of one just made that hides nothing: what to do instead, if that can be told.',
        }),
      ),
    },
    {
      additionalProperties: false,
      description: 'A rule by which rows are kept out of every answer. It stays on record when it is lifted.',
    },
  ),
);
export type Suppression = Static<typeof SuppressionSchema>;

export const SuppressionPageSchema = named(
  'SuppressionPage',
  Type.Object(
    {
      suppressions: Type.Array(reference(SuppressionSchema)),
      next: nullable(Type.Integer({ description: 'For after; null on the last page.' })),
    },
    { additionalProperties: false, description: 'Suppressions, latest first, at most a hundred.' },
  ),
);
export type SuppressionPage = Static<typeof SuppressionPageSchema>;
