import Type, { type Static } from 'typebox';
import { named } from './schema.ts';

export const PictureFactsSchema = named(
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
      fingerprintedBy: Type.Optional(
        Type.Enum(['sender'], {
          description:
            'sender: this service never had the picture; its fingerprints, and what came of comparing it, are as whoever ' +
            'asked has sent them. Left out where the service made them itself.',
        }),
      ),
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
/** What a file is, without its picture: enough to recognise it. */
export type PictureFacts = Static<typeof PictureFactsSchema>;
