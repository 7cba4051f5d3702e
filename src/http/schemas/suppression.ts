import Type, { type Static } from 'typebox';
import {
  SUPPRESSION_KINDS,
  type Suppression,
  type SuppressionKind,
  type SuppressionPage,
} from '../../core/suppression.ts';
import { nullable } from './nullable.ts';
import { pictureFile } from './picture-file.ts';
import { named, reference } from './reference.ts';
import type { Same } from './same.ts';

const why = Type.String({ minLength: 1, maxLength: 2000, description: 'Why, for the record.' });
const by = Type.Optional(
  Type.String({ minLength: 1, maxLength: 2000, description: 'Whose wish it is, for the record.' }),
);

/** The JSON door. */
export const SuppressionWishSchema = Type.Object(
  {
    url: Type.Optional(Type.String({ maxLength: 4096, description: 'Every row at this address.' })),
    domain: Type.Optional(
      Type.String({ maxLength: 4096, description: 'Every row at this host and below it.' }),
    ),
    subdomains: Type.Optional(Type.Boolean({ description: 'With domain: false for the host alone.' })),
    sha256: Type.Optional(Type.String({ maxLength: 100, description: 'Every row of this very file.' })),
    md5: Type.Optional(Type.String({ maxLength: 100, description: 'Every row of this very file.' })),
    reason: why,
    by,
  },
  {
    additionalProperties: false,
    examples: [{ domain: 'studio.example', reason: 'The artist asked by letter on 3 November 2026.' }],
  },
);

/** The form door, for the API's description alone: a form is read as it arrives, by `form.ts`. */
export const SuppressionFormSchema = Type.Object(
  {
    picture: pictureFile(
      'Every row that shows this picture: the same file, or a PDQ hash within 31 bits. It is never stored, its hashes are.',
    ),
    reason: why,
    by,
  },
  { additionalProperties: false },
);

export const LiftSchema = Type.Object(
  { reason: Type.Optional(why), by },
  { additionalProperties: false, examples: [{ reason: 'Asked for by mistake.' }] },
);

export const SuppressionOfPathSchema = Type.Object({
  id: Type.Number({
    multipleOf: 1,
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'The suppression’s id.',
  }),
});

export const SuppressionListSchema = Type.Object(
  {
    after: Type.Optional(
      Type.Number({
        multipleOf: 1,
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'The next of the page before.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const SuppressionSchema = named(
  'Suppression',
  Type.Object(
    {
      id: Type.Integer(),
      kind: Type.Unsafe<SuppressionKind>({
        type: 'string',
        enum: [...SUPPRESSION_KINDS],
        description: 'By what its rows are known.',
      }),
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

// The compiler stops here when a document and what the core hands over drift apart.
true satisfies Same<Static<typeof SuppressionSchema>, Suppression>;
true satisfies Same<Static<typeof SuppressionPageSchema>, SuppressionPage>;
