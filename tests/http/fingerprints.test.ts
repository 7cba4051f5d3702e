import { describe, expect, it } from 'vitest';
import type { Fingerprints } from '../../src/api/fingerprints.ts';
import type { SentFingerprints } from '../../src/check/receive/fingerprints.ts';
import { ORIENTATIONS } from '../../src/core/picture.ts';
import { emptyKeypoints, writeKeypoints } from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import { KEYPOINT_BUDGETS, pictureKeypoints } from '../../src/fingerprint/keypoints/keypoints.ts';
import { pdqHashes } from '../../src/fingerprint/pdq/pdq.ts';
import type { CheckPictureOptions } from '../../src/service/trainspot.ts';
import { scene } from '../fingerprint/paint.ts';
import { base64Of } from '../helpers/private-check.ts';
import { RESULT } from './answers.ts';
import { appWith } from './app-under-test.ts';

const DIMENSIONS = 256;
const picture = scene(5, 320, 240);
const keypoints = pictureKeypoints(picture, KEYPOINT_BUDGETS.query);

/** Of the norm that is given. */
const vectorOf = (norm = 1, dimensions = DIMENSIONS): Float32Array =>
  new Float32Array(dimensions).fill(norm / Math.sqrt(dimensions));

function fingerprints(): Fingerprints {
  return {
    picture: {
      width: 320,
      height: 240,
      format: 'png',
      sha256: 'a'.repeat(64),
      md5: 'b'.repeat(32),
      pdqQuality: 100,
    },
    pdq: pdqHashes(picture).hashes,
    keypoints: Buffer.from(keypoints).toString('base64'),
    parts: [{ left: 0, top: 0, width: 0.5, height: 0.5 }],
    embeddings: [
      { model: 'pocket', revision: 'fourth', vectors: [{ view: 'as-is', vector: base64Of(vectorOf()) }] },
    ],
  };
}

interface Refusal {
  code: string;
  detail: string;
  errors?: { in: string; pointer: string; detail: string }[];
}

async function post(body: unknown, headers: Record<string, string> = {}) {
  const given: [SentFingerprints, CheckPictureOptions][] = [];
  const app = await appWith({
    checkFingerprints: async (sent, { signal: _signal, ...options }) => {
      given.push([sent, options]);
      return RESULT;
    },
  });
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await app.inject({
    method: 'POST',
    url: '/v1/checks',
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  });
  await app.close();
  return { response, given };
}

describe('POST /v1/checks with fingerprints', () => {
  it('hands over what was sent, to the bit, and answers as to a picture', async () => {
    const sent = fingerprints();
    const { response, given } = await post({ fingerprints: sent, datasets: ['demo'], limit: 3 });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(RESULT);
    const [[{ fingerprint, parts, revisions }, options]] = given;
    expect(options).toEqual({ datasets: ['demo'], limit: 3 });
    expect([...fingerprint.keypoints]).toEqual([...keypoints]);
    expect(fingerprint.orientedPdq).toEqual(sent.pdq);
    expect(fingerprint.picture).toMatchObject({
      ...sent.picture,
      pdq: sent.pdq['as-is'],
      fingerprintedBy: 'sender',
    });
    expect(fingerprint.embeddings).toEqual([{ model: 'pocket', view: 'as-is', vector: vectorOf() }]);
    expect(parts).toEqual(sent.parts);
    expect([...revisions]).toEqual([['pocket', 'fourth']]);
  });

  it('answers with the rows to compare', async () => {
    const result = { ...RESULT, toCompare: [{ n: 0, keypoints: 'AAAA' }] };
    const app = await appWith({ checkFingerprints: async () => result });
    const payload = { fingerprints: fingerprints() };
    expect((await app.inject({ method: 'POST', url: '/v1/checks', payload })).json()).toEqual(result);
  });

  const withVector = (vector: string): Fingerprints => ({
    ...fingerprints(),
    embeddings: [{ model: 'pocket', vectors: [{ view: 'as-is', vector }] }],
  });
  const odd = (value: number): string => base64Of(vectorOf().map((one, i) => (i === 7 ? value : one)));
  const many = writeKeypoints({
    ...emptyKeypoints(300, 200, 2_001, 0),
    sigma: new Float32Array(2_001).fill(1),
  });

  it.each<[string, unknown, pointer: string, why: RegExp]>([
    [
      'a hash that is none',
      { ...fingerprints(), pdq: { ...fingerprints().pdq, mirrored: 'F'.repeat(64) } },
      '#/fingerprints/pdq/mirrored',
      /pattern/,
    ],
    [
      'a hash too few',
      { ...fingerprints(), pdq: { 'as-is': '0'.repeat(64) } },
      `#/fingerprints/pdq/${ORIENTATIONS[1]}`,
      /missing/,
    ],
    [
      'a quality beyond',
      { ...fingerprints(), picture: { ...fingerprints().picture, pdqQuality: 101 } },
      '#/fingerprints/picture/pdqQuality',
      /100/,
    ],
    [
      'a side of none',
      { ...fingerprints(), picture: { ...fingerprints().picture, width: 0 } },
      '#/fingerprints/picture/width',
      /1/,
    ],
    [
      'a kind of file',
      { ...fingerprints(), picture: { ...fingerprints().picture, format: 'psd' } },
      '#/fingerprints/picture/format',
      /jpeg/,
    ],
    ['what nobody asked for', { ...fingerprints(), pixels: 'AAAA' }, '#/fingerprints/pixels', /not taken/],
    [
      'keypoints that are no base64',
      { ...fingerprints(), keypoints: '%%%' },
      '#/fingerprints/keypoints',
      /pattern/,
    ],
    [
      'keypoints cut short',
      { ...fingerprints(), keypoints: Buffer.from(keypoints.subarray(0, -1)).toString('base64') },
      '#/fingerprints/keypoints',
      /bytes, and \d+ keypoints are/,
    ],
    [
      'no keypoints at all',
      { ...fingerprints(), keypoints: '' },
      '#/fingerprints/keypoints',
      /begins with nothing/,
    ],
    [
      'too many keypoints',
      { ...fingerprints(), keypoints: Buffer.from(many).toString('base64') },
      '#/fingerprints/keypoints',
      /2001 keypoints; at most 2000/,
    ],
    [
      'a part beyond the picture',
      { ...fingerprints(), parts: [{ left: 0, top: 0, width: 1.5, height: 1 }] },
      '#/fingerprints/parts/0/width',
      /1/,
    ],
    [
      'too many parts',
      {
        ...fingerprints(),
        parts: Array.from({ length: 9 }, () => ({ left: 0, top: 0, width: 1, height: 1 })),
      },
      '#/fingerprints/parts',
      /8/,
    ],
    [
      'a model that is none',
      { ...fingerprints(), embeddings: [{ ...fingerprints().embeddings[0], model: 'dinov9' }] },
      '#/fingerprints/embeddings/0/model',
      /no model 'dinov9'/,
    ],
    [
      'a model twice',
      { ...fingerprints(), embeddings: [fingerprints().embeddings[0], fingerprints().embeddings[0]] },
      '#/fingerprints/embeddings/1/model',
      /pocket a second time/,
    ],
    [
      'a view that is none',
      {
        ...fingerprints(),
        embeddings: [{ model: 'pocket', vectors: [{ view: 'upside', vector: base64Of(vectorOf()) }] }],
      },
      '#/fingerprints/embeddings/0/vectors/0/view',
      /as-is/,
    ],
    [
      'a view twice',
      {
        ...fingerprints(),
        embeddings: [
          {
            model: 'pocket',
            vectors: [fingerprints().embeddings[0].vectors[0], fingerprints().embeddings[0].vectors[0]],
          },
        ],
      },
      '#/fingerprints/embeddings/0/vectors/1/view',
      /a second time/,
    ],
    [
      'no view of the whole',
      {
        ...fingerprints(),
        embeddings: [{ model: 'pocket', vectors: [{ view: 'inside', vector: base64Of(vectorOf()) }] }],
      },
      '#/fingerprints/embeddings/0/vectors',
      /as it lies/,
    ],
    [
      'a vector of another length',
      withVector(base64Of(vectorOf(1, 512))),
      '#/fingerprints/embeddings/0/vectors/0/vector',
      /has 2048 bytes; those of pocket have 1024/,
    ],
    [
      'a norm of another size',
      withVector(base64Of(vectorOf(1.2))),
      '#/fingerprints/embeddings/0/vectors/0/vector',
      /norm 1\.2/,
    ],
    [
      'a norm of nothing',
      withVector(base64Of(vectorOf(0))),
      '#/fingerprints/embeddings/0/vectors/0/vector',
      /norm 0/,
    ],
    ['NaN', withVector(odd(Number.NaN)), '#/fingerprints/embeddings/0/vectors/0/vector', /NaN as value 7/],
    [
      'an infinity',
      withVector(odd(Number.POSITIVE_INFINITY)),
      '#/fingerprints/embeddings/0/vectors/0/vector',
      /Infinity as value 7/,
    ],
  ])('refuses %s by its place', async (_, wrong, pointer, why) => {
    const { response, given } = await post({ fingerprints: wrong });
    expect(given).toEqual([]);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json');
    const { code, detail, errors = [] } = response.json<Refusal>();
    expect(code).toBe('request-invalid');
    expect(detail.length).toBeLessThan(600);
    const fault = errors.find((one) => one.pointer === pointer);
    expect(fault, JSON.stringify(errors)).toBeDefined();
    expect(fault?.detail).toMatch(why);
  });

  it('takes an address or fingerprints, not both', async () => {
    const { response } = await post({ fingerprints: fingerprints(), url: 'https://a.example/b.jpg' });
    expect(response.json<Refusal>()).toMatchObject({
      code: 'request-invalid',
      errors: [{ pointer: '#/url' }],
    });
  });

  it('refuses JSON that is broken, nested without end, or larger than it may be', async () => {
    const broken = await post('{"fingerprints":{"picture":');
    expect(broken.response.json<Refusal>().code).toBe('request-invalid');
    const nested = await post(`{"fingerprints":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
    expect(nested.response.json<Refusal>().code).toBe('request-invalid');
    const large = await post({ fingerprints: { ...fingerprints(), keypoints: 'A'.repeat(600_000) } });
    expect(large.response.statusCode).toBe(413);
    const address = await post({ url: `https://a.example/${'a'.repeat(70_000)}` });
    expect(address.response.statusCode).toBe(413);
  });
});
