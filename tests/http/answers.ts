import type { Channel } from '../../src/api/channel.ts';
import type { LookAlikes } from '../../src/api/look-alikes.ts';
import type { LookupAnswer } from '../../src/api/lookup.ts';
import type { OptOutAudit } from '../../src/api/opt-out.ts';
import type { Suppression } from '../../src/api/suppression.ts';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { Verification } from '../../src/api/verification.ts';
import { MEASURED_AS_SAME } from '../helpers/placement.ts';

/** The channel of the row found. */
const MAIL: Channel = {
  id: 'mail',
  party: 'A maintainer',
  kind: 'dataset-maintainer',
  role: 'addressee',
  letters: ['dataset-request'],
  title: 'Write to them',
  url: null,
  email: 'removal@host.example',
  legalBasis: 'Article 17 GDPR',
  whoMayUse: 'Anyone',
  canAchieve: 'Removal from later releases',
  source: 'https://host.example/removal',
  checkedOn: '2026-11-01',
  status: 'third-party',
};

export const RESULT: CheckResult = {
  id: '0e2b7a5c-9a41-4f0e-8b53-1b7f6a0d9c11',
  picture: {
    width: 640,
    height: 480,
    format: 'jpeg',
    sha256: 'a'.repeat(64),
    md5: 'b'.repeat(32),
    pdq: 'c'.repeat(64),
    pdqQuality: 93,
  },
  verdict: {
    answer: 'found',
    falsePositives: null,
    precision: null,
    sentence: 'Your picture is in test-set 1.',
  },
  live: { state: 'done', compared: 0, of: 0 },
  matches: [
    {
      grade: 'copy',
      dataset: 'test-set',
      release: '1',
      rowId: '17',
      url: 'https://host.example/a.jpg',
      caption: null,
      width: 320,
      height: null,
      pdqDistance: 6,
      similarity: null,
      similarityView: null,
      similarityAsItLies: null,
      view: 'transposed',
      geometry: null,
      sameSubject: false,
      compared: false,
      live: null,
      n: 0,
      group: 'g1',
      unsafe: null,
      models: [
        {
          name: 'Some Diffusion',
          maker: 'Some Lab',
          part: null,
          source: 'https://some-lab.example/card',
          checkedOn: '2026-11-01',
          status: 'primary',
        },
      ],
      channelIds: ['mail'],
      channelDetails: { mail: { why: 'The picture shows you.', fields: { sampleId: '17', name: null } } },
      channels: [
        {
          ...MAIL,
          why: 'The picture shows you.',
          fields: { sampleId: '17', name: null },
        },
      ],
    },
  ],
  parts: [],
  lookAlikes: [],
  channels: {
    mail: MAIL,
  },
  coverage: [
    {
      dataset: 'test-set',
      release: '1',
      rowsIndexed: 48,
      rowsListed: 48,
      rowsHashed: 48,
      rowsFingerprinted: 48,
      rowsSuppressed: 0,
      rowsNotCompared: 0,
      rowsPublished: null,
      model: 'pocket',
      indexedAt: '2026-11-20T00:00:00.000Z',
    },
  ],
  notSearched: [{ dataset: 'other-set', why: 'It is not indexed here.' }],
};

export const VERIFICATION: Verification = {
  match: {
    ...RESULT.matches[0],
    grade: 'edited',
    geometry: {
      ...MEASURED_AS_SAME,
      mirrored: true,
      rotationDegrees: -12.5,
      scale: 1.6,
      query: {
        percent: 62.4,
        whole: false,
        polygon: [
          [0, 0],
          [1, 0],
          [0.5, 0.9],
        ],
      },
      row: {
        percent: 100,
        whole: false,
        polygon: [
          [0, 0],
          [1, 0],
          [0.5, 1],
        ],
      },
    },
    compared: true,
  },
  verdict: {
    answer: 'found',
    falsePositives: null,
    precision: null,
    sentence: 'Found: an edited copy of your picture stands once in test-set.',
  },
  live: {
    status: 'same-picture',
    grade: 'edited',
    pdqDistance: 90,
    orientation: 'mirrored',
    geometry: null,
    sameSubject: false,
    width: 640,
    height: 480,
    sha256Agrees: false,
    md5Agrees: null,
    recordedPdqDistance: 4,
    fetchedAt: '2026-11-24T08:15:00.000Z',
  },
};

export const ROWS: LookupAnswer = {
  items: [
    {
      dataset: 'test-set',
      release: '1',
      rowId: '17',
      file: 'a.tsv',
      url: 'https://host.example/a.jpg',
      link: {
        kind: 'dead',
        reason: 'http-404',
        since: '2026-05-03T10:00:00.000Z',
        lastTriedAt: '2026-06-02T10:00:00.000Z',
      },
      caption: 'A lighthouse',
      author: 'Jane Doe',
      pageUrl: null,
      width: 320,
      height: null,
      sha256: 'a'.repeat(64),
      md5: null,
      unsafe: null,
    },
  ],
  next: 'WzE3XQ',
  counts: { datasets: [{ dataset: 'test-set', release: '1', rows: 2 }], complete: true },
};

export const LOOK_ALIKES: LookAlikes = {
  sentence:
    'Of test-set, version 1 (48 pictures), these fit your words best. They are look-alikes and nothing more.',
  lookAlikes: [{ grade: 'look-alike', similarity: 0.31, model: 'a-model', row: ROWS.items[0] }],
  readings: [{ model: 'a-model', words: 'It says how well the words fit what the picture shows.' }],
  notes: ['The end of your words was not read.'],
  coverage: [{ ...RESULT.coverage[0], model: 'a-model' }],
  notSearched: RESULT.notSearched,
};

export const SUPPRESSION: Suppression = {
  id: 4,
  kind: 'domain',
  subject: 'host.example',
  subdomains: true,
  byPdq: false,
  reason: 'The artist asked.',
  by: 'somebody',
  createdAt: '2026-11-24T08:15:00.000Z',
  rows: 2,
  lifted: null,
};

export const AUDIT: OptOutAudit = {
  url: 'https://studio.example/a.jpg',
  auditedAt: '2026-11-24T08:15:00.000Z',
  summary: '1 of the 8 ways of saying no that were looked for are used here.',
  mechanisms: [
    {
      mechanism: 'data-mining',
      title: 'Data mining, in the picture itself',
      state: 'reserves',
      sentence: 'This picture reserves all data mining.',
      said: ['DMI-PROHIBITED'],
    },
  ],
  crawlers: [
    {
      token: 'GPTBot',
      owner: 'OpenAI',
      purpose: 'training',
      mayFetch: true,
      isNamed: false,
      sentence: 'GPTBot may fetch this page: there is no robots.txt.',
      source: 'https://developers.openai.com/docs/bots',
      checkedOn: '2026-11-24',
      status: 'third-party',
    },
  ],
  fetched: [
    {
      url: 'https://studio.example/a.jpg',
      answeredBy: 'https://studio.example/a.jpg',
      httpStatus: 200,
      fetchedAt: '2026-11-24T08:15:00.000Z',
      failure: null,
    },
  ],
};
