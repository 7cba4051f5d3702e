import { describe, expect, it } from 'vitest';
import type { CheckPictureOptions } from '../../src/service/trainspot.ts';
import { RESULT } from './answers.ts';
import { appWith, formOf, postPicture, SOME_BYTES } from './app-under-test.ts';

describe('POST /v1/checks', () => {
  it('answers a form with the whole result, unchanged', async () => {
    const app = await appWith();
    const response = await postPicture(app);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.json()).toEqual(RESULT);
  });

  it('answers a part in a list of its own, and what only shows the same subject as such', async () => {
    const part = { ...RESULT.matches[0], grade: 'part' } as const;
    const similar = { ...part, grade: 'look-alike', sameSubject: true } as const;
    const verdict = {
      answer: 'part',
      falsePositives: null,
      precision: null,
      sentence: 'A part of your picture stands in …',
    } as const;
    const result = { ...RESULT, verdict, matches: [], parts: [part], lookAlikes: [similar] };
    const app = await appWith({ checkPicture: async () => result });
    const response = await postPicture(app);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(result);
  });

  it('hands over what there is to say of the file', async () => {
    const notes = ['The JPEG file lacks its end marker (its last two bytes); every pixel is there.'];
    const result = { ...RESULT, picture: { ...RESULT.picture, notes } };
    const app = await appWith({ checkPicture: () => Promise.resolve(result) });
    expect((await postPicture(app)).json()).toEqual(result);
  });

  it('hands over the bytes that were sent, and no options where none were', async () => {
    const seen: [Uint8Array, CheckPictureOptions][] = [];
    const app = await appWith({
      checkPicture: async (bytes, options) => {
        seen.push([bytes, options]);
        return RESULT;
      },
    });
    await postPicture(app);
    const [[bytes, { signal, ...options }]] = seen;
    expect(bytes).toEqual(SOME_BYTES);
    // The buffer is the picture's alone, so that it can be handed to a thread.
    expect(bytes.buffer.byteLength).toBe(SOME_BYTES.length);
    expect(signal?.aborted).toBe(false);
    expect(options).toEqual({});
  });

  it.each([
    [[['datasets', 'a, b ,c']], { datasets: ['a', 'b', 'c'] }],
    [
      [
        ['datasets', 'a'],
        ['datasets', 'b'],
        ['limit', '7'],
      ],
      { datasets: ['a', 'b'], limit: 7 },
    ],
    [
      [
        ['datasets', ''],
        ['limit', ''],
      ],
      {},
    ],
    [[['limit', '100']], { limit: 100 }],
  ] as [[string, string][], object][])('reads the fields %j', async (fields, expected) => {
    let options: CheckPictureOptions = {};
    const app = await appWith({
      checkPicture: async (_bytes, given) => {
        options = given;
        return RESULT;
      },
    });
    expect((await postPicture(app, ...fields)).statusCode).toBe(200);
    expect({ ...options, signal: undefined }).toEqual({ ...expected, signal: undefined });
  });

  it('takes fields before the picture too', async () => {
    const app = await appWith();
    const form = await formOf(['limit', '3'], ['picture', SOME_BYTES]);
    expect((await app.inject({ method: 'POST', url: '/v1/checks', ...form })).statusCode).toBe(200);
  });

  it('takes a picture of exactly UPLOAD_MAX_BYTES, and not one byte more', async () => {
    const app = await appWith({}, { UPLOAD_MAX_BYTES: '5000' });
    const statusOf = async (bytes: number) => {
      const form = await formOf(['picture', new Uint8Array(bytes)]);
      return (await app.inject({ method: 'POST', url: '/v1/checks', ...form })).statusCode;
    };
    expect(await statusOf(5000)).toBe(200);
    expect(await statusOf(5001)).toBe(413);
  });

  it('takes the address of a picture as JSON', async () => {
    const asked: string[] = [];
    const seen: [Uint8Array, CheckPictureOptions][] = [];
    const app = await appWith({
      fetchPicture: async (url) => {
        asked.push(url);
        return Uint8Array.of(9);
      },
      checkPicture: async (bytes, options) => {
        seen.push([bytes, options]);
        return RESULT;
      },
    });
    const response = await app.inject({
      method: 'POST',
      url: '/v1/checks',
      payload: { url: 'https://host.example/a.jpg', datasets: ['test-set'], limit: 5 },
    });
    expect(response.json()).toEqual(RESULT);
    expect(asked).toEqual(['https://host.example/a.jpg']);
    expect(seen[0][0]).toEqual(Uint8Array.of(9));
    expect(seen[0][1]).toMatchObject({ datasets: ['test-set'], limit: 5 });
  });

  it('gives nothing away that the contract does not name', async () => {
    const app = await appWith({
      checkPicture: async () => ({ ...RESULT, secret: 'path' }) as typeof RESULT,
    });
    expect((await postPicture(app)).json()).toEqual(RESULT);
  });

  it.each(['same-origin', 'none'])('answers a browser on %s pages', async (site) => {
    const app = await appWith();
    const form = await formOf(['picture', SOME_BYTES]);
    const headers = { ...form.headers, 'sec-fetch-site': site };
    const response = await app.inject({ method: 'POST', url: '/v1/checks', payload: form.payload, headers });
    expect(response.statusCode).toBe(200);
  });

  it.each(['cross-site', 'same-site'])('refuses what a %s page sends', async (site) => {
    const app = await appWith();
    const form = await formOf(['picture', SOME_BYTES]);
    const headers = { ...form.headers, 'sec-fetch-site': site };
    const response = await app.inject({ method: 'POST', url: '/v1/checks', payload: form.payload, headers });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: 'cross-site' });
  });
});

describe('GET /v1/datasets', () => {
  it('says what is searched and what is not', async () => {
    const app = await appWith();
    const response = await app.inject('/v1/datasets');
    expect(response.json()).toMatchObject({ searched: RESULT.coverage, notSearched: RESULT.notSearched });
    // Which floors hold, and who measured them.
    expect(response.json().models).toEqual([
      expect.objectContaining({ model: 'pocket', possiblyFrom: 0.773, measuredBy: 'trainspot' }),
    ]);
    expect(response.headers['cache-control']).toBe('no-store');
  });
});
