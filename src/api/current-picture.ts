import Type, { type Static } from 'typebox';
import { GRADES } from '../core/evidence.ts';
import { ORIENTATIONS } from '../core/picture.ts';
import { ONE_FOR_MANY } from '../core/placeholder.ts';
import { GeometrySchema } from './geometry.ts';
import { named, nullable, reference, wordOf, wordOrNull } from './schema.ts';

export const LIVE_STATUSES = [
  'same-file',
  'same-picture',
  'another-picture',
  'another-file',
  'not-recorded',
  'placeholder',
] as const;
export type LiveStatus = (typeof LIVE_STATUSES)[number];

const agrees = (what: string) =>
  nullable(
    Type.Boolean({ description: `Whether the file’s ${what} is the row’s; null where it recorded none.` }),
  );

export const CurrentPictureSchema = named(
  'CurrentPicture',
  Type.Object(
    {
      status: wordOf(
        LIVE_STATUSES,
        'Whether the address still shows what the row recorded. same-file: its sha256 or md5 agrees. same-picture: ' +
          'the PDQ hash agrees. another-picture: it does not, or its embedding differs from the row’s, so the row’s evidence ' +
          'stays as it was. another-file: the ' +
          'file’s hash does not agree, and no PDQ hash can tell more. not-recorded: the row recorded nothing that could tell. ' +
          `placeholder: the host shows ${ONE_FOR_MANY}; it says nothing of the row.`,
      ),
      grade: wordOrNull(
        // Never look-alike.
        GRADES,
        'What the live picture is of yours by itself; null where it confirms nothing.',
      ),
      // The smallest over all orientations, as the one below.
      pdqDistance: Type.Integer({ description: 'Differing bits of its PDQ hash and yours, 0–256.' }),
      orientation: wordOf(ORIENTATIONS, 'The orientation of your picture with that distance.'),
      geometry: Type.Union([reference(GeometrySchema), Type.Null()]),
      sameSubject: Type.Boolean({
        description:
          'Where the grade is null: points of both agree, but as those of the same place or thing in another photograph do.',
      }),
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
/** What is found at a row's address now. The picture itself is let go once this exists. */
export type CurrentPicture = Static<typeof CurrentPictureSchema>;
