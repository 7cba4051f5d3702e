import Type, { type Static, type TSchema } from 'typebox';
import { KNN_MOST_ROWS, QUERY_VECTOR_DIMENSIONS, SEARCH_TEXT_LENGTH } from '../core/bounds.ts';
import { named, nullable, reference, textOrNull } from './schema.ts';

/** What a client of clip-retrieval sends along and this service has no filter for. */
function ignored(description: string) {
  return Type.Optional(Type.Unsafe<unknown>({ type: ['boolean', 'number', 'string', 'null'], description }));
}

/** May be left out, or null: its clients send null for what they do not ask. */
function orNothing<Schema extends TSchema & { type: string }>(schema: Schema) {
  return Type.Optional(nullable(schema));
}

const rows = (description: string) => Type.Integer({ minimum: 0, maximum: KNN_MOST_ROWS, description });

const IndiceNameSchema = nullable(
  Type.String({
    minLength: 1,
    maxLength: 600,
    description: 'One of GET /indices-list, or a dataset; null for the first that can answer.',
  }),
);

export const KnnQuerySchema = Type.Object(
  {
    text: orNothing(
      Type.String({
        maxLength: SEARCH_TEXT_LENGTH,
        description: 'What the pictures should show. Goes before all others.',
      }),
    ),
    image: orNothing(Type.String({ description: 'A picture file in base64, without data: before it.' })),
    image_url: orNothing(
      Type.String({ maxLength: 4096, description: 'Public address of a picture; private ones are refused.' }),
    ),
    embedding_input: orNothing(
      Type.Array(Type.Number(), {
        maxItems: QUERY_VECTOR_DIMENSIONS,
        description: 'A vector of the index’s model, of any norm but 0: what counts is where it points.',
      }),
    ),
    modality: Type.Enum(['image', 'text'], {
      description:
        'Which vectors are searched. Those of pictures are held here, those of captions are not: text is refused.',
    }),
    num_images: rows('Rows that come with their metadata.'),
    num_result_ids: orNothing(rows('Rows in all; num_images when left out.')),
    indice_name: IndiceNameSchema,
    use_mclip: ignored('Ignored: words are read by the index’s own model.'),
    deduplicate: ignored('Ignored: copies are what is looked for here.'),
    use_safety_model: ignored('Ignored: no row is left out but those that are suppressed.'),
    use_violence_detector: ignored('Ignored, likewise.'),
    aesthetic_score: ignored('Ignored: rows stand in the order of their similarity.'),
    aesthetic_weight: ignored('Ignored, likewise.'),
  },
  {
    examples: [
      { text: 'a lighthouse at night', modality: 'image', num_images: 40, indice_name: 'laion-400m' },
    ],
  },
);
/** What clip-retrieval's clients post to its knn-service. */
export type KnnQuery = Static<typeof KnnQuerySchema>;

export const MetadataQuerySchema = Type.Object({
  indice_name: IndiceNameSchema,
  ids: Type.Array(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), {
    maxItems: KNN_MOST_ROWS,
    description: 'As POST /knn-service gave them.',
  }),
});
/** What they post to its metadata service. */
export type MetadataQuery = Static<typeof MetadataQuerySchema>;

const NsfwSchema = Type.Optional(
  Type.Enum(['NSFW', 'UNLIKELY'], {
    description: 'By the publisher’s own flag; left out where that says nothing.',
  }),
);

export const KnnHitSchema = named(
  'KnnHit',
  Type.Object(
    {
      url: Type.Optional(Type.String({ description: 'Where the dataset says the picture is.' })),
      caption: Type.Optional(textOrNull('As the manifest gives it.')),
      NSFW: NsfwSchema,
      id: Type.Integer({ description: 'Of the row, for POST /metadata.' }),
      similarity: Type.Number({ description: 'Cosine to the query, −1 to 1.' }),
    },
    {
      additionalProperties: false,
      description: 'A row near the query. Only the first num_images have more than id and similarity.',
    },
  ),
);
export type KnnHit = Static<typeof KnnHitSchema>;

const MetadataSchema = Type.Object(
  {
    url: Type.String(),
    caption: textOrNull('As the manifest gives it.'),
    NSFW: NsfwSchema,
    key: Type.String({ description: 'The publisher’s id of the row, or its place in the file.' }),
    original_width: nullable(Type.Integer({ description: 'Pixels; null where unknown.' })),
    original_height: nullable(Type.Integer({ description: 'Pixels; null where unknown.' })),
    sha256: textOrNull('Of the file, lower-case hex; null where unknown.'),
    md5: textOrNull('Of the file, lower-case hex; null where unknown.'),
  },
  { additionalProperties: false, description: 'By the names that img2dataset gives them.' },
);

export const KnnMetadataSchema = named(
  'KnnMetadata',
  Type.Object(
    { id: Type.Integer(), metadata: MetadataSchema },
    { additionalProperties: false, description: 'What is known of a row.' },
  ),
);
export type KnnMetadata = Static<typeof KnnMetadataSchema>;

export const KnnHitsSchema = Type.Array(reference(KnnHitSchema), { description: 'The nearest first.' });
export const KnnMetadataListSchema = Type.Array(reference(KnnMetadataSchema), {
  description: 'In the order of the ids; an id that is not known, or whose row is suppressed, is left out.',
});
export const IndicesSchema = Type.Array(Type.String(), { description: 'Names for indice_name.' });
