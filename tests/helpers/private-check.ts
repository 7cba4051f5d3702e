import type { CheckResult } from '../../src/api/check-result.ts';
import type { Comparisons, Fingerprints } from '../../src/api/fingerprints.ts';
import { relationOf } from '../../src/check/placed.ts';
import { sameBeneath } from '../../src/check/verify/beneath-words.ts';
import { comparePictures, queryPicture, type QueryPicture } from '../../src/check/verify/geometry/compare.ts';
import { QUERY_OPTIONS } from '../../src/core/fingerprint-options.ts';
import type { QueryPixels } from '../../src/core/picture.ts';
import type { Embedder } from '../../src/fingerprint/embedding/embedder.ts';
import { openEmbedder } from '../../src/fingerprint/embedding/open-embedder.ts';
import { fingerprintPicture } from '../../src/fingerprint/fingerprint.ts';
import { readKeypoints } from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import { findModelCard } from '../../src/models/models.ts';
import { modelFolder } from '../../src/models/store.ts';

const MAX_PIXELS = 100_000_000;

/** A picture as a program has it that keeps it to itself. */
export interface KeptPicture {
  sent: Fingerprints;
  query: QueryPicture;
  beneath: QueryPicture | null;
}

export function openPocket(): Promise<Embedder> {
  const card = findModelCard('pocket');
  return openEmbedder(card, modelFolder(card, ''));
}

/** What a program sends of a picture, as the docs say. */
export async function keepPicture(file: Uint8Array, embedder: Embedder): Promise<KeptPicture> {
  const { picture, orientedPdq, embeddings, keypoints, pixels, withoutWords, pixelsWithoutWords } =
    await fingerprintPicture(file, MAX_PIXELS, [embedder], QUERY_OPTIONS);
  const { pdq: _pdq, notes: _notes, fingerprintedBy: _by, ...facts } = picture;
  const { parts } = pixels as QueryPixels;
  return {
    sent: {
      picture: facts as Fingerprints['picture'],
      pdq: orientedPdq,
      keypoints: Buffer.from(keypoints).toString('base64'),
      parts: parts.map((part) => ({ ...part })),
      ...(withoutWords &&
        pixelsWithoutWords && {
          withoutWords: {
            keypoints: Buffer.from(withoutWords).toString('base64'),
            parts: pixelsWithoutWords.parts.map((part) => ({ ...part })),
          },
        }),
      embeddings: [
        {
          model: embedder.card.name,
          revision: embedder.card.revision,
          vectors: embeddings.map(({ view, vector }) => ({ view, vector: base64Of(vector) })),
        },
      ],
    },
    query: queryPicture(readKeypoints(keypoints), pixels as QueryPixels),
    beneath:
      withoutWords && pixelsWithoutWords
        ? queryPicture(readKeypoints(withoutWords), pixelsWithoutWords)
        : null,
  };
}

/** 32-bit floats as they lie here, which is little-endian. */
export function base64Of(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

export async function postJson(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** What looking at the picture finds of each row that waits for it. */
export function looksAt({ query, beneath }: KeptPicture, rows: CheckResult['toCompare'] = []): Comparisons {
  return rows.map(({ n, keypoints }) => {
    const row = readKeypoints(Buffer.from(keypoints, 'base64'));
    const geometry = comparePictures(query, row);
    if (beneath === null || relationOf(geometry) === 'same-picture') return { n, geometry };
    return { n, geometry: sameBeneath(comparePictures(beneath, row)) ?? geometry };
  });
}

/** A whole private check: what was answered first, and in the end. */
export async function checkKept(
  address: string,
  picture: KeptPicture,
): Promise<{ first: CheckResult; answer: CheckResult }> {
  const first = (await (
    await postJson(`${address}/v1/checks`, { fingerprints: picture.sent })
  ).json()) as CheckResult;
  if (first.toCompare === undefined) return { first, answer: first };
  const comparisons = looksAt(picture, first.toCompare);
  const answered = await postJson(`${address}/v1/checks/${first.id}/comparisons`, { comparisons });
  return { first, answer: (await answered.json()) as CheckResult };
}

/** An answer without what is of one check alone; numbers to what a vector's last bits change. */
export function comparable({ id: _id, picture, ...answer }: CheckResult): unknown {
  const { fingerprintedBy: _by, ...facts } = picture;
  return JSON.parse(
    JSON.stringify({ ...answer, picture: facts }, (_name, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value,
    ),
  );
}
