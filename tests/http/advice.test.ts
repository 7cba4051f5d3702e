import type { InjectOptions } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Exposure } from '../../src/api/exposure.ts';
import type { Routes } from '../../src/api/routes.ts';
import type { TrainedModel } from '../../src/api/channel.ts';
import type { Searched } from '../../src/api/searched.ts';
import { allDatasets } from '../../src/advice/facts/datasets.ts';
import { appWith } from './app-under-test.ts';

const PIN = 'https://i.pinimg.com/originals/aa/bb.jpg';

// The first app compiles every schema, long enough on a busy machine to be taken for one that lags.
beforeAll(async () => {
  await appWith();
}, 120_000);

/** By an app of its own: one that has just been busy with the test before would refuse work for a second. */
async function ask(request: InjectOptions) {
  return (await appWith()).inject(request);
}

function post(url: string, payload: object) {
  return ask({ method: 'POST', url, payload });
}

describe('POST /v1/routes', () => {
  it('answers the channels, the next thing to do first, and what is not offered', async () => {
    const answers = { ownPage: 'no', inPicture: 'no', mayAct: 'yes', residence: 'de' };
    const asked = { dataset: 'LAION-400M', release: 'August 2021', rowId: '17', url: PIN, answers };
    const response = await post('/v1/routes', asked);
    expect(response.statusCode).toBe(200);
    const { channels, notOffered } = response.json<Routes>();
    expect(channels[0]).toMatchObject({
      id: 'pinterest-copyright',
      why: expect.stringContaining('You hold the rights'),
      legalBasis: expect.stringContaining('DMCA'),
      whoMayUse: expect.stringContaining('perjury'),
      fields: { url: PIN, signature: null },
      status: 'third-party',
    });
    expect(notOffered.map(({ id }) => id)).toContain('laion-dataset-requests');
  });

  it.each([{ dataset: 'wit' }, { url: PIN }, { dataset: 'my-own-set', url: PIN }])(
    'takes %j',
    async (asked) => {
      const response = await post('/v1/routes', asked);
      expect(response.statusCode).toBe(200);
      expect(response.json<Routes>().channels.length).toBeGreaterThan(0);
    },
  );

  it.each<[object, string, RegExp]>([
    [{}, 'answers-invalid', /dataset, an address/],
    [{ url: 'ftp://a.example/' }, 'answers-invalid', /'url' is no web address/],
    [{ url: 'pinterest' }, 'answers-invalid', /'url'/],
    [{ dataset: 'laion-500m' }, 'dataset-unknown', /'laion-500m' is no dataset known here.*laion-400m/],
    [{ dataset: 'wit', answers: { residence: 'Mars' } }, 'answers-invalid', /'residence' is 'Mars'/],
    [{ dataset: 'wit', answers: { ownPage: 'perhaps' } }, 'request-invalid', /'answers.ownPage' in the body/],
    [{ dataset: 'wit', answers: { shoeSize: 'yes' } }, 'request-invalid', /'shoeSize'/],
    [{ dataset: 'wit', url: PIN, grade: 'look-alike' }, 'answers-invalid', /only looks similar.*Compare it/],
    [{ dataset: 'wit', url: PIN, grade: 'alike' }, 'request-invalid', /'grade'/],
    [{ dataset: 7 }, 'request-invalid', /'dataset' in the body/],
    [{ dataset: 'wit', colour: 'red' }, 'request-invalid', /'colour'/],
  ])('refuses %j as %s', async (asked, code, detail) => {
    const response = await post('/v1/routes', asked);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.json()).toMatchObject({ code, detail: expect.stringMatching(detail) });
  });
});

describe('POST /v1/exposures', () => {
  it('answers every programme, each with why, source and channels', async () => {
    const asked = {
      platform: 'instagram',
      posted: '2025-03',
      region: 'DE',
      public: 'yes',
      adultThen: 'yes',
      ownPost: 'yes',
    };
    const response = await post('/v1/exposures', asked);
    expect(response.statusCode).toBe(200);
    const { exposures } = response.json<{ exposures: Exposure[] }>();
    expect(exposures).toHaveLength(6);
    expect(exposures.find(({ programme }) => programme === 'meta-generative-ai')).toMatchObject({
      reach: 'within-reach',
      why: [expect.stringContaining('26 June 2024')],
      channels: [
        { id: 'meta-objection', traps: expect.arrayContaining([expect.stringContaining('Log in')]) },
        { id: 'meta-privacy' },
        { id: 'dpc-contact' },
      ],
    });
  });

  it('takes nothing at all as nothing known', async () => {
    const { exposures } = (await post('/v1/exposures', {})).json<{ exposures: Exposure[] }>();
    expect(exposures.map(({ reach }) => reach)).toEqual(exposures.map(() => 'cannot-tell'));
  });

  it.each<[object, string, RegExp]>([
    [{ platform: 'myspace' }, 'answers-invalid', /'platform' is 'myspace'/],
    [{ posted: '2999' }, 'answers-invalid', /'posted' is 2999/],
    [{ adultThen: 'yes', adultNow: 'no' }, 'answers-invalid', /younger/],
    [{ public: true }, 'request-invalid', /'public' in the body/],
    [{ name: 'Jane' }, 'request-invalid', /'name'/],
  ])('refuses %j as %s', async (asked, code, detail) => {
    const response = await post('/v1/exposures', asked);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code, detail: expect.stringMatching(detail) });
  });
});

describe('both', () => {
  it.each(['/v1/routes', '/v1/exposures'])('%s refuses what is no JSON, and no body', async (url) => {
    const form = await ask({
      method: 'POST',
      url,
      headers: { 'content-type': 'text/plain' },
      payload: 'x',
    });
    expect(form.json()).toMatchObject({ status: 415, code: 'media-type-unsupported' });
    const nothing = await ask({ method: 'POST', url });
    expect(nothing.statusCode).toBe(400);
    expect(nothing.json()).toMatchObject({ code: 'request-invalid' });
  });
});

describe('GET /v1/datasets', () => {
  it('says when a dataset was collected and published, and which releases came after it', async () => {
    const { known } = (await ask({ url: '/v1/datasets' })).json<Pick<Searched, 'known'>>();
    const of = (name: string) => known.find(({ dataset }) => dataset === name);
    expect(of('laion-400m')).toMatchObject({
      release: 'August 2021',
      history: [{ when: '2014–2021', status: 'primary' }, { when: '20 August 2021' }, {}],
      later: [],
    });
    expect(of('laion2b-en')?.later[0]).toEqual({
      dataset: 'relaion2b-en-research',
      title: 'Re-LAION-2B-en-research',
      release: 'August 2024',
    });
  });

  it('says of every known dataset which models were trained on it, and who says so', async () => {
    const { known } = (await ask({ url: '/v1/datasets' })).json<{
      known: { dataset: string; models: TrainedModel[] }[];
    }>();
    expect(known.map(({ dataset }) => dataset)).toEqual(allDatasets().map(({ name }) => name));
    expect(known.find(({ dataset }) => dataset === 'coyo-700m')?.models).toContainEqual({
      name: 'Karlo 1.0 alpha',
      maker: 'Kakao Brain',
      part: 'its subset COYO-100M',
      source: 'https://github.com/kakaobrain/karlo',
      checkedOn: '2026-11-23',
      status: 'primary',
    });
  });
});
