import type { Fingerprints } from '../../api/fingerprints.ts';
import { SENT_GRID_PLACES, SENT_KEYPOINTS } from '../../core/bounds.ts';
import { type Embedding, toUnitVector, whyNoVector } from '../../core/embedding.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import type { QueryPixels } from '../../core/picture.ts';
import type { KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import { readKeypoints } from '../../fingerprint/keypoints/keypoint-bytes.ts';
import { findModelCard } from '../../models/models.ts';

/** The fingerprints of a picture that whoever asks has kept to themselves. */
export interface SentFingerprints {
  fingerprint: KeptFingerprint;
  parts: QueryPixels['parts'];
  /** Of the picture without the words over it, beside the keypoints; null where there are none. */
  partsWithoutWords: QueryPixels['parts'] | null;
  /** Of each model of which there are vectors, the state of its weights; null where nobody says. */
  revisions: ReadonlyMap<string, string | null>;
}

/** What is wrong with fingerprints: the names of the place, from the outermost, and why in words that go on after it. */
export interface FingerprintFault {
  place: readonly string[];
  why: string;
}

/** Reads fingerprints whose schema has been checked, and says the first thing that is wrong with what is packed in them. */
export function readFingerprints(
  sent: Fingerprints,
): { read: SentFingerprints } | { fault: FingerprintFault } {
  const keypoints = bytesOf(sent.keypoints);
  const whyNot = whyNoKeypoints(keypoints);
  if (whyNot !== null) return { fault: { place: ['keypoints'], why: whyNot } };
  const beneath = sent.withoutWords && bytesOf(sent.withoutWords.keypoints);
  const whyNotBeneath = beneath === undefined ? null : whyNoKeypoints(beneath);
  if (whyNotBeneath !== null) return { fault: { place: ['withoutWords', 'keypoints'], why: whyNotBeneath } };
  const embeddings: KeptFingerprint['embeddings'] = [];
  const revisions = new Map<string, string | null>();
  for (const [i, { model, revision = null, vectors }] of sent.embeddings.entries()) {
    const place = ['embeddings', String(i)];
    if (revisions.has(model))
      return { fault: { place: [...place, 'model'], why: `names ${model} a second time.` } };
    revisions.set(model, revision);
    const card = cardOf(model);
    if (card instanceof TrainspotError) {
      return { fault: { place: [...place, 'model'], why: `is none that is known here. ${card.message}` } };
    }
    const views = new Set<string>();
    for (const [j, { view, vector }] of vectors.entries()) {
      const at = [...place, 'vectors', String(j)];
      if (views.has(view)) return { fault: { place: [...at, 'view'], why: `names ${view} a second time.` } };
      views.add(view);
      const read = vectorOf(vector, card);
      if (typeof read === 'string') return { fault: { place: [...at, 'vector'], why: read } };
      embeddings.push({ model, view, vector: read });
    }
    if (!views.has('as-is')) {
      return {
        fault: { place: [...place, 'vectors'], why: 'has none of the picture as it lies, the view as-is.' },
      };
    }
  }
  const { pdq, picture, parts } = sent;
  const facts = { ...picture, pdq: pdq['as-is'], fingerprintedBy: 'sender' as const };
  const fingerprint = {
    picture: facts,
    orientedPdq: pdq,
    embeddings,
    keypoints,
    ...(beneath && { withoutWords: beneath }),
  };
  return { read: { fingerprint, parts, partsWithoutWords: sent.withoutWords?.parts ?? null, revisions } };
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function whyNoKeypoints(bytes: KeypointBytes): string | null {
  try {
    const { count, grid } = readKeypoints(bytes);
    if (count > SENT_KEYPOINTS) return `holds ${count} keypoints; at most ${SENT_KEYPOINTS} are taken.`;
    const places = grid.columns * grid.rows;
    return places > SENT_GRID_PLACES
      ? `holds a grid of ${places} places; at most ${SENT_GRID_PLACES} are taken.`
      : null;
  } catch (error) {
    if (!(error instanceof TrainspotError)) throw error;
    return `is not as it should be. ${error.message}`;
  }
}

function cardOf(model: string): ReturnType<typeof findModelCard> | TrainspotError {
  try {
    return findModelCard(model);
  } catch (error) {
    if (error instanceof TrainspotError) return error;
    throw error;
  }
}

/** The vector, or why it is none. */
function vectorOf(base64: string, card: { name: string; dimensions: number }): Embedding | string {
  const bytes = bytesOf(base64);
  if (bytes.length !== 4 * card.dimensions) {
    return `has ${bytes.length} bytes; those of ${card.name} have ${4 * card.dimensions}, four for each of ${card.dimensions} values.`;
  }
  const view = new DataView(bytes.buffer);
  const values = Float32Array.from({ length: card.dimensions }, (_, i) => view.getFloat32(4 * i, true));
  return whyNoVector(values, card) ?? toUnitVector(values);
}
