/** How a picture becomes a model's input. All resizing is Pillow's bicubic with antialiasing. */
export interface PreprocessingProfile {
  /** Side of the square input, in pixels. */
  size: number;
  /**
   * `squeeze`: both sides are scaled to `size`, the ratio is lost.
   * `shortest-edge-crop`: the short side is scaled to `size`, the middle square is kept (CLIP's own).
   * `pad-white-crop`: first fitted into a white square of `padTo` pixels, as img2dataset's default did for
   * LAION-400M, then as `shortest-edge-crop`.
   */
  fit: 'squeeze' | 'shortest-edge-crop' | 'pad-white-crop';
  /** Side of the white square of `pad-white-crop`, in pixels. */
  padTo?: number;
  /** Per channel, on values scaled to 0–1. */
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
}

/**
 * How a card's network is opened and fed.
 * `clip`: the vision tower of a CLIP in the hub's layout, with its `config.json`; we normalise.
 * `bytes`: one ONNX file that takes a picture's bytes as they are, and normalises by the profile's mean and deviation itself.
 */
export type NetworkKind = 'clip' | 'bytes';

export interface ModelFile {
  /** Relative to the model's folder, with forward slashes. */
  path: string;
  /** Lower-case hex; null where the publisher's value is not known to us: then the first pull records it. */
  sha256: string | null;
}

/** The half of a model that reads words, in one space with the pictures. */
export interface TextTower {
  /** Beside the card's own `files`. A model whose source has none of these, or that was pulled without, reads pictures alone. */
  files: readonly ModelFile[];
  /** Which of them is the network: an ONNX file with the input `input_ids` [n, tokens] and the output `text_embeds` [n, dimensions]. */
  textFile: string;
  /** Tokens that it reads of a text, with those of its beginning and its end. */
  mostTokens: number;
  /** What a cosine of words and a picture says, for whoever is shown one; with its source. */
  reading: string;
}

/** An embedding model, described: what to download, how to feed it, what its numbers mean. */
export interface ModelCard {
  /** Unique; also what `--model` takes. */
  name: string;
  title: string;
  /** Commit or tag of the hub's repository, or the version of a bundled model. Part of an index's identity. */
  revision: string;
  /** The hub's repository; of a model that no hub has, its folder's name alone; null for a bundled model. */
  repository: string | null;
  /** Of a model that no hub has: how its files are come by, a sentence for whoever pulls it without saying from where. */
  offHub?: string;
  files: readonly ModelFile[];
  network: NetworkKind;
  /** Which of `files` is the network. */
  visionFile: string;
  dimensions: number;
  /** Null for a model that reads pictures alone. */
  text: TextTower | null;
  preprocessing: PreprocessingProfile;
  /** Cosines, measured for this card; null where nobody measured: then nothing is claimed from a cosine. */
  similarity: SimilarityFloors;
  /** Which published embeddings are vectors of this card, preprocessing and all. */
  publishedVectors: PublishedVectors;
  licence: string;
  trainingData: string;
  /** Where these lines come from. */
  source: string;
}

interface PublishedVectors {
  /** Names of the datasets that were published with them. */
  datasets: readonly string[];
  /** Their array in the .npz files of DataComp and CommonPool; null where there is none. */
  npzArray: string | null;
}

/**
 * The revision of an index of published vectors: a publisher computed them with the model's original weights, and
 * whatever state of the model is installed here is a copy of those.
 */
export const PUBLISHED_REVISION = 'published';

/** From which cosines on something is said. */
interface SimilarityFloors {
  /** From here on a candidate is shown as a look-alike; null shows the nearest ones whatever their cosine. */
  lookAlikeFrom: number | null;
  /** From here on, by any view, an unconfirmed candidate makes the verdict "possibly"; null: it never does. */
  possiblyFrom: number | null;
  /** The same of the whole picture as it lies, for a row of which nothing but its vector can be compared. */
  possiblyAsItLiesFrom: number | null;
  /** Whether anybody measured them, and on whose pictures: `here` by `trainspot calibrate` in this data folder. */
  measuredBy: 'nobody' | 'trainspot' | 'here';
  /** How they were found. */
  measured: string;
}
