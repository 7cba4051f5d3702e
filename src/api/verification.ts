import Type, { type Static } from 'typebox';
import { VerdictSchema } from './check-result.ts';
import { CurrentPictureSchema } from './current-picture.ts';
import { MatchSchema } from './match.ts';
import { named, reference } from './schema.ts';

export const VerificationSchema = named(
  'Verification',
  Type.Object(
    {
      match: reference(MatchSchema),
      verdict: VerdictSchema,
      live: reference(CurrentPictureSchema),
    },
    {
      additionalProperties: false,
      description:
        'A row compared with its live picture: the row with what is known of it now (evidence is added, never taken ' +
        'away), the verdict of the whole check with it, and the live picture itself in numbers.',
    },
  ),
);
/** A row of an answer, compared once more with the picture that its address shows now. */
export type Verification = Static<typeof VerificationSchema>;
