import Type, { type Static } from 'typebox';
import { FINGERPRINTS_BYTES, SENT_CORNERS, SENT_PARTS } from '../core/bounds.ts';
import { ORIENTATIONS, VIEWS } from '../core/picture.ts';
import { CheckInputSchema } from './check-query.ts';
import { wordOf } from './schema.ts';

/** The kinds of file that are read here, as an answer names them. */
const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif', 'heic', 'bmp'] as const;

const LONGEST_SIDE = 65_535;
const MOST_MODELS = 8;

/** Base64 of the rest of a body, at most. */
const MAX_BASE64 = FINGERPRINTS_BYTES;

const hexOf = (digits: number, description: string) =>
  Type.String({ pattern: `^[0-9a-f]{${digits}}$`, description });
const sideOf = (description: string) => Type.Integer({ minimum: 1, maximum: LONGEST_SIDE, description });
const base64Of = (description: string) =>
  Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength: MAX_BASE64, description });
const shareOf = () => Type.Number({ minimum: 0, maximum: 1 });

const PDQ = hexOf(64, 'PDQ perceptual hash, 64 lower-case hex digits.');

const SentVectorSchema = Type.Object(
  {
    view: wordOf(VIEWS, 'Which view of the picture it is of.'),
    vector: base64Of(
      '32-bit floats, little-endian, as many as the model has dimensions, of the norm 1 within 0.01.',
    ),
  },
  { additionalProperties: false },
);

const KEYPOINTS = base64Of('As src/fingerprint/keypoints/keypoint-bytes.ts writes them: 2,000 at most.');

const PARTS = Type.Array(
  Type.Object(
    { left: shareOf(), top: shareOf(), width: shareOf(), height: shareOf() },
    { additionalProperties: false },
  ),
  {
    maxItems: SENT_PARTS,
    description: 'Boxes of what lies by itself in the picture, in fractions of its width and height.',
  },
);

const FingerprintsSchema = Type.Object(
  {
    picture: Type.Object(
      {
        width: sideOf('Pixels, upright.'),
        height: sideOf('Pixels, upright.'),
        format: wordOf(FORMATS, 'Which kind of file it is.'),
        sha256: hexOf(64, 'Of the file’s bytes.'),
        md5: hexOf(32, 'Of the file’s bytes.'),
        pdqQuality: Type.Integer({
          minimum: 0,
          maximum: 100,
          description: 'As the answer’s picture has it.',
        }),
      },
      { additionalProperties: false },
    ),
    pdq: Type.Object(
      Object.fromEntries(ORIENTATIONS.map((orientation) => [orientation, PDQ])) as Record<
        (typeof ORIENTATIONS)[number],
        typeof PDQ
      >,
      {
        additionalProperties: false,
        description: 'The PDQ hash of the picture, laid in each of eight ways.',
      },
    ),
    keypoints: KEYPOINTS,
    parts: PARTS,
    withoutWords: Type.Optional(
      Type.Object(
        { keypoints: KEYPOINTS, parts: PARTS },
        {
          additionalProperties: false,
          description: 'The same of the picture without the words over it; left out where there are none.',
        },
      ),
    ),
    embeddings: Type.Array(
      Type.Object(
        {
          model: Type.String({
            minLength: 1,
            maxLength: 200,
            description: 'The model card, as coverage names it.',
          }),
          revision: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 200,
              description:
                'Which state of its weights; where it is given, it must be the one that is searched.',
            }),
          ),
          vectors: Type.Array(SentVectorSchema, { minItems: 1, maxItems: VIEWS.length }),
        },
        { additionalProperties: false },
      ),
      { maxItems: MOST_MODELS, description: 'Of each model by which what is asked for is searched.' },
    ),
  },
  {
    additionalProperties: false,
    description:
      'All that a check needs of a picture, and no picture: made where it lies, by the same code as this service’s.',
  },
);
export type Fingerprints = Static<typeof FingerprintsSchema>;

/** The JSON door for whoever keeps the picture. */
export const FingerprintQuerySchema = Type.Object(
  { fingerprints: FingerprintsSchema, ...CheckInputSchema.properties },
  { additionalProperties: false },
);
export type FingerprintQuery = Static<typeof FingerprintQuerySchema>;

const count = () => Type.Integer({ minimum: 0, maximum: 65_535 });
const percent = () => Type.Number({ minimum: 0, maximum: 1_000 });

const SentAreaSchema = Type.Object(
  {
    percent: percent(),
    polygon: Type.Array(
      Type.Unsafe<readonly [number, number]>(
        Type.Array(Type.Number({ minimum: -2, maximum: 3 }), { minItems: 2, maxItems: 2 }),
      ),
      { maxItems: SENT_CORNERS },
    ),
    whole: Type.Boolean(),
  },
  { additionalProperties: false },
);

const SHARED_COUNTS = {
  points: count(),
  agreeing: count(),
  exact: count(),
  alike: count(),
  areas: count(),
  areasAgreeing: count(),
  gone: count(),
};

const SentLookSchema = Type.Object(
  {
    ...SHARED_COUNTS,
    keypoints: count(),
    matched: count(),
    fitting: count(),
    precise: count(),
    added: count(),
    areasGone: count(),
    areasAdded: count(),
    beside: Type.Union([Type.Object(SHARED_COUNTS, { additionalProperties: false }), Type.Null()]),
  },
  { additionalProperties: false },
);

/** As `Geometry`, within bounds. */
const SentGeometrySchema = Type.Object(
  {
    inliers: count(),
    mirrored: Type.Boolean(),
    withoutWords: Type.Optional(Type.Boolean()),
    rotationDegrees: Type.Number({ minimum: -360, maximum: 360 }),
    scale: Type.Number({ minimum: 0, maximum: 1_000 }),
    agreementPercent: percent(),
    middleAgreementPercent: percent(),
    look: Type.Union([SentLookSchema, Type.Null()]),
    frame: Type.Object(
      {
        percent: percent(),
        shiftPercent: Type.Number({ minimum: 0, maximum: 1e6 }),
        slantPercent: Type.Number({ minimum: 0, maximum: 1e6 }),
        contentPercent: percent(),
        isPlain: Type.Boolean(),
        rimPercent: percent(),
        outside: count(),
        strangers: count(),
      },
      { additionalProperties: false },
    ),
    query: SentAreaSchema,
    row: SentAreaSchema,
  },
  { additionalProperties: false, description: 'As a match’s geometry.' },
);

export const ComparisonsSchema = Type.Object(
  {
    comparisons: Type.Array(
      Type.Object(
        {
          n: Type.Integer({ minimum: 0, maximum: 10_000, description: 'Which of toCompare, by its n.' }),
          geometry: Type.Union([SentGeometrySchema, Type.Null()], {
            description: 'How the picture lies on the row’s; null where they agree on nothing.',
          }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 10_000, description: 'One for each of toCompare.' },
    ),
  },
  { additionalProperties: false },
);
export type Comparisons = Static<typeof ComparisonsSchema>['comparisons'];
