import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Fingerprints } from '../../api/fingerprints.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import { type QueryPixels, type RgbPicture, VIEWS } from '../../core/picture.ts';
import type { Embedder } from '../../fingerprint/embedding/embedder.ts';
import { KEYPOINT_BUDGETS, pictureKeypoints } from '../../fingerprint/keypoints/keypoints.ts';
import { withoutWords } from '../../fingerprint/lettering/lettering.ts';
import { pdqHashes } from '../../fingerprint/pdq/pdq.ts';
import { distinctInputs } from '../../fingerprint/distinct-inputs.ts';
import { queryPixels } from '../../fingerprint/query-pixels.ts';
import { resizeBicubic } from '../../fingerprint/resize.ts';
import { viewInputs } from '../../fingerprint/views.ts';
import { toBase64 } from './base64.ts';
import { openPicture } from './decode.ts';

/** A picture as it is compared with rows: none of it leaves this thread. */
export interface OwnPicture {
  keypoints: KeypointBytes;
  pixels: QueryPixels;
  /** The same without the words over it; null where there are none. */
  beneath: { keypoints: KeypointBytes; pixels: QueryPixels } | null;
}

/**
 * Everything that the service is told of a picture, and the picture for the looks that follow. The same code as the
 * service's, but for what decodes the file and shrinks pictures above 2 megapixels for the model.
 * @throws Error with words for the artist
 */
export async function fingerprint(
  file: Blob,
  embedder: Embedder,
): Promise<{ sent: Fingerprints; own: OwnPicture }> {
  const { picture, format } = await openPicture(file);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { hashes, quality } = pdqHashes(picture);
  const keypoints = pictureKeypoints(picture, KEYPOINT_BUDGETS.query);
  const pixels = queryPixels(picture);
  const wordless = withoutWords(picture);
  const beneath = wordless && {
    keypoints: pictureKeypoints(wordless, KEYPOINT_BUDGETS.query),
    pixels: queryPixels(wordless),
  };
  const sent: Fingerprints = {
    picture: {
      width: picture.width,
      height: picture.height,
      format,
      sha256: bytesToHex(sha256(bytes)),
      md5: bytesToHex(md5(bytes)),
      pdqQuality: quality,
    },
    pdq: hashes,
    keypoints: toBase64(keypoints),
    parts: pixels.parts.map((part) => ({ ...part })),
    ...(beneath && {
      withoutWords: {
        keypoints: toBase64(beneath.keypoints),
        parts: beneath.pixels.parts.map((part) => ({ ...part })),
      },
    }),
    embeddings: [await embeddingOf(picture, embedder)],
  };
  return { sent, own: { keypoints, pixels, beneath } };
}

async function embeddingOf(
  picture: RgbPicture,
  embedder: Embedder,
): Promise<Fingerprints['embeddings'][number]> {
  const { card } = embedder;
  const inputs = distinctInputs(await viewInputs(picture, card.preprocessing, VIEWS, resizeBicubic));
  const vectors = await embedder.embed(inputs.map(({ input }) => input));
  return {
    model: card.name,
    revision: card.revision,
    vectors: inputs.map(({ view }, i) => ({ view, vector: littleEndian(vectors[i]) })),
  };
}

function littleEndian(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return toBase64(new Uint8Array(view.buffer));
}
