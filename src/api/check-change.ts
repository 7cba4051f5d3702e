import Type, { type Static } from 'typebox';
import { VerdictSchema } from './check-result.ts';
import { LiveSchema } from './live.ts';
import { MatchSchema } from './match.ts';
import { named, readonlyList, reference } from './schema.ts';

export const CheckChangeSchema = named(
  'CheckChange',
  Type.Object(
    {
      live: reference(LiveSchema),
      verdict: VerdictSchema,
      rows: readonlyList(reference(MatchSchema), {
        description:
          'Rows that changed since the event before, as they are now; in the first event all that are looked at. n says ' +
          'which row of the check each is, and grade in which of its lists it stands now.',
      }),
    },
    { additionalProperties: false, description: 'What comparing rows with their live pictures has changed.' },
  ),
);
/** What comparing rows with their live pictures has changed of an answer. */
export type CheckChange = Static<typeof CheckChangeSchema>;
