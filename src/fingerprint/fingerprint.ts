import type { PictureFacts } from '../api/picture.ts';
import type { Embedding } from '../core/embedding.ts';
import type { KeypointBytes } from '../core/keypoints.ts';
import type { Orientation, QueryPixels, RgbPicture, View } from '../core/picture.ts';
import type { FingerprintOptions } from '../core/fingerprint-options.ts';
import { timed, type FingerprintStage, type OnStage } from '../runtime/stages.ts';
import type { Embedder } from './embedding/embedder.ts';
import { decodePicture } from './decode/decode.ts';
import { resizeByVips } from './decode/large-resize.ts';
import { fileHashes } from './hashes.ts';
import { KEYPOINT_BUDGETS, pictureKeypoints } from './keypoints/keypoints.ts';
import { withoutWords } from './lettering/lettering.ts';
import { pdqHashes } from './pdq/pdq.ts';
import { queryPixels } from './query-pixels.ts';
import { viewInputs } from './views.ts';

interface ViewEmbedding {
  /** Name of the model card. */
  model: string;
  view: View;
  vector: Embedding;
}

/** What is computed from one picture and may be remembered for a while. */
export interface KeptFingerprint {
  picture: PictureFacts;
  /** The PDQ hash of each orientation of the picture. */
  orientedPdq: Record<Orientation, string>;
  /** One for each asked model and view; crops that would be all of the picture are left out. */
  embeddings: ViewEmbedding[];
  /** Of the picture as it is. */
  keypoints: KeypointBytes;
  /** Of a query without the words over it; left out where there are none. */
  withoutWords?: KeypointBytes;
}

/** Everything computed from one picture. Its pixels are dropped once this exists, but for those of a query. */
export interface Fingerprint extends KeptFingerprint {
  /** The picture itself, small and grey, for the length of a check; null where only hashes, vectors or a row are asked for. */
  pixels: QueryPixels | null;
  /** The same without the words over it; left out likewise. */
  pixelsWithoutWords?: QueryPixels;
  /** The keypoints that an index keeps of a row; left out unless a live picture was asked for. */
  rowKeypoints?: KeypointBytes;
}

/**
 * Everything that is computed from one picture, after which its pixels are let go. The embeddings come model by
 * model in the order of `embedders`, and for each in the order of the look's views; a
 * crop that would be all of the picture is left out.
 * @param bytes a picture file, from anyone
 * @param maxPixels greatest width × height that is decoded
 * @param onStage told of each part of it but for the `queue`
 * @throws TrainspotError as `decodePicture` does, for bytes that are no picture or too large a one.
 */
export async function fingerprintPicture(
  bytes: Uint8Array,
  maxPixels: number,
  embedders: readonly Embedder[],
  { views, keypoints }: FingerprintOptions,
  onStage?: OnStage<FingerprintStage>,
): Promise<Fingerprint> {
  const decoded = await timed(onStage, 'decode', () => decodePicture(bytes, maxPixels));
  const { picture, format, width, height, notes } = decoded;
  const { hashes, quality } = await timed(onStage, 'pdq', () => pdqHashes(picture));
  const embeddings: ViewEmbedding[] = [];
  for (const embedder of embedders) {
    embeddings.push(...(await timed(onStage, 'embedding', () => embed(picture, embedder, views))));
  }
  const wordless = keypoints === 'query' ? withoutWords(picture) : null;
  return {
    picture: {
      width,
      height,
      format,
      ...(await timed(onStage, 'file-hash', () => fileHashes(bytes))),
      pdq: hashes['as-is'],
      pdqQuality: quality,
      ...(notes.length > 0 ? { notes } : {}),
    },
    orientedPdq: hashes,
    embeddings,
    keypoints: await timed(onStage, 'keypoints', () =>
      pictureKeypoints(picture, KEYPOINT_BUDGETS[keypoints]),
    ),
    pixels: keypoints === 'query' || keypoints === 'live' ? queryPixels(picture) : null,
    ...(wordless && {
      withoutWords: await timed(onStage, 'keypoints', () =>
        pictureKeypoints(wordless, KEYPOINT_BUDGETS[keypoints]),
      ),
      pixelsWithoutWords: queryPixels(wordless),
    }),
    ...(keypoints === 'live' && {
      rowKeypoints: await timed(onStage, 'keypoints', () => pictureKeypoints(picture, KEYPOINT_BUDGETS.row)),
    }),
  };
}

async function embed(
  picture: RgbPicture,
  embedder: Embedder,
  views: FingerprintOptions['views'],
): Promise<ViewEmbedding[]> {
  const { name, preprocessing } = embedder.card;
  const inputs = await viewInputs(picture, preprocessing, views, resizeByVips);
  const vectors = await embedder.embed(inputs.map(({ input }) => input));
  return inputs.map(({ view }, i) => ({ model: name, view, vector: vectors[i] }));
}
