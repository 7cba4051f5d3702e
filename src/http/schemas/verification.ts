import Type, { type Static } from 'typebox';
import { GRADES, type Grade } from '../../core/evidence.ts';
import { ORIENTATIONS, type Orientation } from '../../core/picture.ts';
import {
  LIVE_STATUSES,
  type CurrentPicture,
  type LiveStatus,
  type Verification,
} from '../../core/verification.ts';
import { VerdictSchema } from './check-result.ts';
import { verificationExample } from './example.ts';
import { GeometrySchema, MatchSchema } from './match.ts';
import { nullable } from './nullable.ts';
import { named, reference } from './reference.ts';
import type { Same } from './same.ts';

/** The path: which row of which check. */
export const MatchOfCheckSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 100, description: 'The id of a check of the last hour.' }),
  // No Type.Integer: the text 1.5 would be cut to the row 1.
  n: Type.Number({
    multipleOf: 1,
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description:
      'Which row, from 0: first through matches, then on through lookAlikes, as they were answered.',
  }),
});

const agrees = (what: string) =>
  nullable(
    Type.Boolean({ description: `Whether the file’s ${what} is the row’s; null where it recorded none.` }),
  );

export const LivePictureSchema = named(
  'CurrentPicture',
  Type.Object(
    {
      status: Type.Unsafe<LiveStatus>({
        type: 'string',
        enum: [...LIVE_STATUSES],
        description:
          'Whether the address still shows what the row recorded. same-file: its sha256 or md5 agrees. same-picture: ' +
          'the PDQ hash agrees. another-picture: it does not, so the row’s evidence stays as it was. another-file: the ' +
          'file’s hash does not agree, and no PDQ hash can tell more. not-recorded: the row recorded nothing that could tell.',
      }),
      grade: Type.Unsafe<Grade | null>({
        type: ['string', 'null'],
        enum: [...GRADES, null],
        description: 'What the live picture is of yours by itself; null where it confirms nothing.',
      }),
      pdqDistance: Type.Integer({ description: 'Differing bits of its PDQ hash and yours, 0–256.' }),
      orientation: Type.Unsafe<Orientation>({
        type: 'string',
        enum: [...ORIENTATIONS],
        description: 'The orientation of your picture with that distance.',
      }),
      geometry: Type.Union([reference(GeometrySchema), Type.Null()]),
      width: Type.Integer({ description: 'Pixels, upright.' }),
      height: Type.Integer({ description: 'Pixels, upright.' }),
      sha256Agrees: agrees('sha256'),
      md5Agrees: agrees('md5'),
      recordedPdqDistance: nullable(
        Type.Integer({
          description: 'Differing bits of its PDQ hash and the row’s; null where it recorded none.',
        }),
      ),
      fetchedAt: Type.String({ description: 'When it was fetched, ISO 8601 in UTC.' }),
    },
    { additionalProperties: false, description: 'What the row’s address shows now.' },
  ),
);

export const VerificationSchema = named(
  'Verification',
  Type.Object(
    {
      match: reference(MatchSchema),
      verdict: VerdictSchema,
      live: reference(LivePictureSchema),
    },
    {
      additionalProperties: false,
      description:
        'A row compared with its live picture: the row with what is known of it now (evidence is added, never taken ' +
        'away), the verdict of the whole check with it, and the live picture itself in numbers.',
      examples: [verificationExample],
    },
  ),
);

// The compiler stops here when a document and what the core hands over drift apart.
true satisfies Same<Static<typeof LivePictureSchema>, CurrentPicture>;
true satisfies Same<Static<typeof VerificationSchema>, Verification>;
