import type { LookAlikes } from '../../api/look-alikes.ts';
import type { LookupAnswer } from '../../api/lookup.ts';
import type { Routes } from '../../api/routes.ts';
import { problemOf } from '../problem.ts';
import { PRECISION } from '../../core/calibration.ts';
import { FALSE_POSITIVES } from '../../core/false-positives.ts';
import { falsePositiveWords } from '../../core/words/false-positives.ts';
import type { Channel, ChannelDetail } from '../../api/channel.ts';
import type { Geometry } from '../../api/geometry.ts';
import type { Match } from '../../api/match.ts';
import type { CheckResult } from '../../api/check-result.ts';
import type { Verification } from '../../api/verification.ts';

const maintainer: Channel = {
  id: 'example-maintainer',
  party: 'The maintainer of example-set',
  kind: 'dataset-maintainer',
  role: 'addressee',
  letters: ['dataset-request', 'gdpr-erasure'],
  title: 'Ask for the removal of a row',
  url: 'https://example-set.example/removal',
  email: null,
  legalBasis: 'Article 17 GDPR, where the picture shows you',
  whoMayUse: 'The person shown or the author',
  canAchieve: 'Takes the row out of later releases; copies that others hold stay.',
  source: 'https://example-set.example/removal',
  checkedOn: '2026-11-01',
  status: 'primary',
};

const detail: ChannelDetail = {
  why: 'If the picture shows you, the maintainer must answer you.',
  fields: { dataset: 'example-set 1.0', sampleId: '1828', name: null },
};

const geometry: Geometry = {
  inliers: 41,
  mirrored: false,
  rotationDegrees: 12,
  scale: 1.27,
  agreementPercent: 38,
  middleAgreementPercent: 41,
  look: {
    keypoints: 160,
    matched: 44,
    fitting: 41,
    precise: 36,
    points: 92,
    agreeing: 90,
    exact: 84,
    alike: 91,
    areas: 37,
    areasAgreeing: 36,
    gone: 0,
    added: 0,
    areasGone: 0,
    areasAdded: 0,
    beside: null,
  },
  frame: {
    percent: 62,
    shiftPercent: 31,
    slantPercent: 0.1,
    contentPercent: 100,
    isPlain: false,
    outside: 0,
    rimPercent: 0,
    strangers: 0,
  },
  query: {
    percent: 62,
    polygon: [
      [0.1, 0.08],
      [0.93, 0.1],
      [0.92, 0.84],
      [0.09, 0.83],
    ],
    whole: false,
  },
  row: {
    percent: 100,
    polygon: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ],
    whole: true,
  },
};

/** The row that was found. */
const row: Match = {
  grade: 'copy',
  dataset: 'example-set',
  release: '1.0',
  rowId: '1828',
  url: 'https://pictures.example/poster.jpg',
  caption: 'A poster of a lighthouse',
  width: 800,
  height: 600,
  pdqDistance: 4,
  similarity: 0.97,
  similarityView: 'as-is',
  similarityAsItLies: 0.97,
  view: 'as-is',
  geometry: null,
  sameSubject: false,
  compared: false,
  live: null,
  n: 0,
  group: 'g1',
  unsafe: false,
  models: [
    {
      name: 'Example Diffusion',
      maker: 'Example Labs',
      part: 'its English half',
      source: 'https://example-labs.example/model-card',
      checkedOn: '2026-11-01',
      status: 'primary',
    },
  ],
  channelIds: [maintainer.id],
  channelDetails: { [maintainer.id]: detail },
  channels: [{ ...maintainer, ...detail }],
};

/** An answer as the API's description shows it; the dataset and its addresses are made up. */
export const checkExample: CheckResult = {
  id: '5f0c6a52-7a0e-4c3e-9d0b-2f6f3f1d8a11',
  picture: {
    width: 1024,
    height: 768,
    format: 'jpeg',
    sha256: '0b9d1e1f6f0a4a55c1d4c2b7f8f3a6e09f1c2d3e4f5061728394a5b6c7d8e9f0',
    md5: '3f2a1b0c9d8e7f605142332415061728',
    pdq: 'f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22',
    pdqQuality: 100,
  },
  verdict: {
    answer: 'found',
    sentence: `Found: a copy of your picture stands once in example-set, version 1.0. ${falsePositiveWords(FALSE_POSITIVES)}`,
    falsePositives: FALSE_POSITIVES,
    precision: PRECISION.copy,
  },
  live: { state: 'done', compared: 0, of: 0 },
  matches: [row],
  parts: [
    {
      ...row,
      grade: 'part',
      rowId: '3007',
      url: 'https://pictures.example/calendar.jpg',
      caption: 'A calendar for sailors',
      pdqDistance: 124,
      similarity: 0.81,
      similarityView: 'upper-left',
      similarityAsItLies: null,
      geometry: { ...geometry, row: { ...geometry.row, percent: 18, whole: false } },
      compared: true,
      n: 1,
      group: 'g2',
    },
  ],
  lookAlikes: [],
  channels: { [maintainer.id]: maintainer },
  coverage: [
    {
      dataset: 'example-set',
      release: '1.0',
      rowsIndexed: 200_000,
      rowsListed: 200_000,
      rowsHashed: 200_000,
      rowsFingerprinted: 200_000,
      rowsSuppressed: 0,
      rowsNotCompared: 0,
      rowsPublished: 1_000_000,
      model: 'pocket',
      indexedAt: '2026-11-20T09:30:00.000Z',
    },
  ],
  notSearched: [{ dataset: 'another-set', why: 'It is not indexed here.' }],
};

/** A row that was a look-alike until it was compared, as the API's description shows it. */
export const verificationExample: Verification = {
  match: {
    ...checkExample.matches[0],
    grade: 'edited',
    rowId: '2044',
    url: 'https://pictures.example/poster-detail.jpg',
    caption: 'A lighthouse, detail',
    pdqDistance: 118,
    similarity: 0.91,
    similarityView: 'centre-crop',
    similarityAsItLies: 0.83,
    view: 'centre-crop',
    geometry,
    compared: true,
    group: 'picture-2',
  },
  verdict: {
    answer: 'found',
    sentence: `Found: an edited copy of your picture stands once in example-set, version 1.0. ${falsePositiveWords(FALSE_POSITIVES)}`,
    falsePositives: FALSE_POSITIVES,
    precision: PRECISION.edited,
  },
  live: {
    status: 'not-recorded',
    grade: 'edited',
    pdqDistance: 118,
    orientation: 'as-is',
    geometry,
    sameSubject: false,
    width: 800,
    height: 600,
    sha256Agrees: null,
    md5Agrees: null,
    recordedPdqDistance: null,
    fetchedAt: '2026-11-24T08:15:00.000Z',
  },
};

/** A page of a lookup by domain. */
export const lookupExample: LookupAnswer = {
  items: [
    {
      dataset: 'example-set',
      release: '1.0',
      rowId: '1828',
      file: null,
      url: 'https://pictures.example/poster.jpg',
      link: {
        kind: 'dead',
        reason: 'http-404',
        since: '2026-05-03T10:00:00.000Z',
        lastTriedAt: '2026-06-02T10:00:00.000Z',
      },
      caption: 'A poster of a lighthouse',
      author: null,
      pageUrl: null,
      width: 800,
      height: 600,
      sha256: null,
      md5: null,
      unsafe: false,
    },
  ],
  next: 'WzE4Mjhd',
  counts: { datasets: [{ dataset: 'example-set', release: '1.0', rows: 41 }], complete: true },
};

/** What fits words best. */
export const lookAlikesExample: LookAlikes = {
  sentence:
    'Of example-set, version 1.0 (200,000 of 1,000,000 pictures), these fit your words best. They are look-alikes and ' +
    'nothing more: whether a picture of yours is among them is told by a check of the picture itself.',
  lookAlikes: [
    {
      grade: 'look-alike',
      similarity: 0.31,
      model: 'Xenova/clip-vit-base-patch32',
      row: lookupExample.items[0],
    },
  ],
  readings: [
    {
      model: 'Xenova/clip-vit-base-patch32',
      words: 'It says how well the words fit what the picture shows, on a scale of their own.',
    },
  ],
  coverage: [{ ...checkExample.coverage[0], model: 'Xenova/clip-vit-base-patch32' }],
  notSearched: checkExample.notSearched,
};

export const routesExample: Routes = { channels: checkExample.matches[0].channels, notOffered: [] };

export const problemExamples = [
  problemOf(
    'picture-too-large',
    'The picture has more than 67108864 bytes, the most that is taken. Make it smaller and try again.',
    '2c1de9d2-0f5e-4a0c-8f65-6d5b2b7a9f3e',
  ),
  problemOf(
    'request-invalid',
    "'limit' in the body must be <= 100.",
    '7d0f3c1e-5c8b-4f37-9b58-0a6a4c1f2e90',
    [{ in: 'body', pointer: '#/limit', detail: 'must be <= 100' }],
  ),
];
