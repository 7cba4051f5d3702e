import type { Channel } from '../../src/api/channel.ts';
import type { FastifyInstance } from 'fastify';
import { loadConfig } from '../../src/runtime/config.ts';
import type { LookupAnswer } from '../../src/api/lookup.ts';
import type { OptOutAudit } from '../../src/api/opt-out.ts';
import type { Suppression } from '../../src/api/suppression.ts';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { Verification } from '../../src/api/verification.ts';
import { type AppPlaces, createApp } from '../../src/http/app.ts';
import type { Trainspot } from '../../src/service/trainspot.ts';
import { markPicture } from '../../src/opt-out/mark-picture.ts';
import { CASES, NOTICES, PACK } from './case-answers.ts';

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
      view: 'transposed',
      geometry: null,
      sameSubject: false,
      compared: false,
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
      inliers: 41,
      mirrored: true,
      rotationDegrees: -12.5,
      scale: 1.6,
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
      },
      frame: { percent: 62, isPlain: false, outside: 0, strangers: 0 },
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

const SERVICES: Trainspot = {
  checkPicture: async () => RESULT,
  fetchPicture: async () => Uint8Array.of(1, 2, 3),
  verifyMatch: async () => VERIFICATION,
  evidence: async () => PACK,
  auditOptOuts: async () => AUDIT,
  markPicture: async (bytes, value) => markPicture(bytes, value),
  lookUp: async () => ROWS,
  suppress: async () => SUPPRESSION,
  lift: async () => SUPPRESSION,
  suppressions: async () => ({ suppressions: [SUPPRESSION], next: null }),
  notices: NOTICES,
  cases: CASES,
  searched: async () => ({ coverage: RESULT.coverage, notSearched: RESULT.notSearched }),
  whyNotReady: async () => null,
};

/** The app with services that answer at once, but for those given; silent unless a log is given. */
export function appWith(
  services: Partial<Trainspot> = {},
  environment: Record<string, string> = {},
  places: AppPlaces = {},
): Promise<FastifyInstance> {
  const config = loadConfig({
    LOG_LEVEL: places.log ? 'trace' : 'silent',
    // A machine that is busy with other tests lags too, and that is not what is asked here.
    EVENT_LOOP_DELAY_MAX_MS: '600000',
    ...environment,
  });
  return createApp(config, { ...SERVICES, ...services }, places);
}

type Part = [name: string, value: string | Uint8Array<ArrayBuffer>];

/** A form as a browser sends it: bytes are files, text is text. */
export async function formOf(...parts: Part[]) {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([value]), 'my-private-file-name.jpg');
  }
  const encoded = new Response(form);
  return {
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
    payload: Buffer.from(await encoded.arrayBuffer()),
  };
}

/** A promise that the test settles itself. */
export function deferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}

export const SOME_BYTES = new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3, 4, 5]);

/** Posts a form with one picture to an app that does not listen. */
export async function postPicture(app: FastifyInstance, ...more: Part[]) {
  const form = await formOf(['picture', SOME_BYTES], ...more);
  return app.inject({ method: 'POST', url: '/v1/checks', ...form });
}
