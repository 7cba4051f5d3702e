import { TrainspotError } from '../core/errors.ts';
import type { ModelCard, ModelFile, PreprocessingProfile, TextTower } from '../core/model-card.ts';
import { sscdCards } from './sscd-cards.ts';

const CLIP_PREPROCESSING: PreprocessingProfile = {
  size: 224,
  fit: 'shortest-edge-crop',
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};

// Their hashes are not known here: the first pull compares them with what the hub states and records them.
const HUB_FILES: readonly ModelFile[] = [
  { path: 'config.json', sha256: null },
  { path: 'preprocessor_config.json', sha256: null },
  { path: 'onnx/vision_model.onnx', sha256: null },
];

const HUB_TEXT: TextTower = {
  files: [
    { path: 'tokenizer.json', sha256: null },
    { path: 'tokenizer_config.json', sha256: null },
    { path: 'onnx/text_model.onnx', sha256: null },
  ],
  textFile: 'onnx/text_model.onnx',
  mostTokens: 77,
  reading:
    'It says how well the words fit what the picture shows, on a scale of their own: words never come as near as one ' +
    'picture does to another. LAION-400M kept a picture with its caption where ViT-B/32 gave the two 0.3 or more ' +
    '(https://laion.ai/blog/laion-400-open-dataset/). It says nothing about whose picture it is.',
};

const DATACOMP = ['datacomp-1b', 'commonpool'];

const OPENAI_CLIP = {
  revision: 'main',
  files: HUB_FILES,
  network: 'clip',
  visionFile: 'onnx/vision_model.onnx',
  text: HUB_TEXT,
  preprocessing: CLIP_PREPROCESSING,
  similarity: {
    lookAlikeFrom: null,
    possiblyFrom: null,
    possiblyAsItLiesFrom: 0.95,
    measuredBy: 'nobody',
    measured:
      'Not measured here. CLIP compares what pictures show, so that two pictures of one subject may come ' +
      'closer to each other than a picture to its own crop: nothing is claimed from its cosine but, of a whole picture as ' +
      'it lies and carefully, from 0.95 on.',
  },
  licence: "MIT, of OpenAI's code; the weights were published with it, without terms of their own",
  trainingData:
    'Pictures with captions that OpenAI collected from the web, with existing collections such as ' +
    'YFCC100M; about 400 million pairs, never published, so that nobody can search them.',
} satisfies Partial<ModelCard>;

/** Every model that Trainspot knows. One more is one more entry. */
export const modelCards: readonly ModelCard[] = [
  {
    name: 'pocket',
    title: 'Pocket, the bundled copy finder',
    revision: 'fourth',
    repository: null,
    files: [
      {
        path: 'config.json',
        sha256: '2b3cf47dd6f5b672fe94ec233c5230bb8c05d162a122361b37ccc7cfe06c0b07',
      },
      {
        path: 'preprocessor_config.json',
        sha256: '461769dec2dbdddcfeb5314f270be339d762b2c8e62870761873c78e5d936bc1',
      },
      {
        path: 'onnx/vision_model.onnx',
        sha256: 'ba3cf21fed0134d962b164f1963ac54407637942586fa20dab4681a866ab9381',
      },
    ],
    network: 'clip',
    visionFile: 'onnx/vision_model.onnx',
    dimensions: 256,
    text: null,
    preprocessing: {
      size: 160,
      fit: 'squeeze',
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
    },
    similarity: {
      lookAlikeFrom: 0.55,
      possiblyFrom: 0.773,
      possiblyAsItLiesFrom: 0.76,
      measuredBy: 'trainspot',
      measured:
        'Set on 100 photographs and judged on 100 others, each among 1,500 drawn pictures, eight edits of each photograph ' +
        'as queries, as they lie. From 0.55 on are 99 % of crops to 40 % and all of milder edits; the nearest wrong row ' +
        'has 0.52 in the median. From 0.76 on was no wrong row of the first 800 queries (the nearest at 0.752) nor of the ' +
        'other 800 (0.721), and of the right ones half (crop to 40 %, a page) to all (mirrored, JPEG 30). Different ' +
        'pictures by one hand come nearer: of 200 figures, logos, templates and scenes a third have another from 0.76 ' +
        'on, and marks on one plain ground go up to 0.97: it proposes, it does not decide. Again by trainspot calibrate on ' +
        '2026-11-28, 200 photographs in ten edits each among the 199 others: the nearest other has 0.747 as it lies and 0.772 ' +
        'by the best of all views. With the floors set by half of them, none of the other half had another from there on, ' +
        'at most 3.7 % with 95 % confidence.',
    },
    publishedVectors: { datasets: [], npzArray: null },
    licence: 'Apache-2.0, as Trainspot itself',
    trainingData: "167,296 pictures drawn by a program; nobody's photograph and nobody's artwork.",
    source:
      'Trained by scripts/pocket; measured on photographs that were no part of its training. See assets/pocket/README.md.',
  },
  {
    ...OPENAI_CLIP,
    name: 'Xenova/clip-vit-base-patch32',
    title: 'CLIP ViT-B/32 by OpenAI',
    repository: 'Xenova/clip-vit-base-patch32',
    dimensions: 512,
    publishedVectors: { datasets: DATACOMP, npzArray: 'b32_img' },
    source: 'https://huggingface.co/Xenova/clip-vit-base-patch32',
  },
  {
    ...OPENAI_CLIP,
    name: 'laion-400m/clip-vit-base-patch32',
    title: 'CLIP ViT-B/32 by OpenAI, of white squares as in LAION-400M',
    repository: 'Xenova/clip-vit-base-patch32',
    dimensions: 512,
    preprocessing: { ...CLIP_PREPROCESSING, fit: 'pad-white-crop', padTo: 256 },
    publishedVectors: { datasets: ['laion-400m'], npzArray: null },
    source: 'https://laion.ai/blog/laion-400-open-dataset/',
  },
  {
    ...OPENAI_CLIP,
    name: 'Xenova/clip-vit-large-patch14',
    title: 'CLIP ViT-L/14 by OpenAI',
    repository: 'Xenova/clip-vit-large-patch14',
    dimensions: 768,
    // LAION's came by way of pictures of 384 pixels at their own ratio, which the crop does not change.
    publishedVectors: {
      datasets: ['laion2b-en', 'laion2b-multi', 'laion1b-nolang', ...DATACOMP],
      npzArray: 'l14_img',
    },
    source: 'https://huggingface.co/Xenova/clip-vit-large-patch14',
  },
  ...sscdCards,
];

/** The cards whose vectors were published with a dataset. @param dataset its name, as `datasetFacts` gives it */
export function cardsPublishedWith(dataset: string): ModelCard[] {
  return modelCards.filter(({ publishedVectors }) => publishedVectors.datasets.includes(dataset));
}

/** @throws TrainspotError `model-unknown`, which lists the names there are. */
export function findModelCard(name: string): ModelCard {
  const card = modelCards.find((known) => known.name === name);
  if (card) return card;
  const names = modelCards.map((known) => known.name).join(', ');
  throw new TrainspotError('model-unknown', `There is no model '${name}'. Known models: ${names}.`);
}
