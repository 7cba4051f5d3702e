import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PICTURE_BOMBS } from '../../scripts/synthetic/bombs/picture-bombs.ts';
import type { KnnHit, KnnMetadata } from '../../src/api/clip-retrieval.ts';
import { clipRetrievalFolder } from '../helpers/clip-retrieval-folder.ts';
import { layDatabase } from '../helpers/databases.ts';
import { type DemoServer, startServerOn } from '../helpers/demo-server.ts';
import { openapiPython } from '../helpers/openapi-python.ts';
import { type PictureHost, startPictureHost } from '../helpers/picture-host.ts';
import { runCli } from '../helpers/run-cli.ts';
import { addressOf, CAPTIONS, COLOURS, layWordsIndex, WORDS_CARD } from '../helpers/words-index.ts';
import { wordsVector } from '../models/drawn-clip.ts';

const CALLS = fileURLToPath(new URL('clip_retrieval_calls.py', import.meta.url));
const ROWS = CAPTIONS.length + COLOURS.length;
/** Of the picture that is asked for. */
const [RED] = COLOURS;
const RED_ROW = CAPTIONS.length;

describe('clip-retrieval’s own contract', () => {
  let laid: Awaited<ReturnType<typeof layWordsIndex>>;
  let dataDir: string;
  let server: DemoServer;
  let host: PictureHost;
  let picture: Buffer;
  beforeAll(async () => {
    const [r, g, b] = RED;
    picture = await sharp({ create: { width: 300, height: 300, channels: 3, background: { r, g, b } } })
      .png()
      .toBuffer();
    [laid, dataDir, host] = await Promise.all([
      layWordsIndex({ colours: true }),
      mkdtemp(join(tmpdir(), 'trainspot-knn-')),
      startPictureHost({ 'red.png': picture }),
    ]);
    await layDatabase(dataDir);
    for (const words of [
      ['models', 'pull', WORDS_CARD, '--from', laid.model],
      ['index', '--dataset', 'laion-400m', '--embeddings', laid.set],
    ]) {
      expect((await runCli([...words, '--data', dataDir])).code).toBe(0);
    }
    server = await startServerOn(
      dataDir,
      {},
      { FETCH_PRIVATE_HOSTS: host.host, ADMIN_KEY: 'a-key-of-the-operator' },
    );
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    await host?.close();
    await laid?.remove();
  });

  const post = async <Answer>(path: string, body: object): Promise<Answer> => {
    const answer = await fetch(`${server.address}${path}`, { method: 'POST', body: JSON.stringify(body) });
    return (await answer.json()) as Answer;
  };
  const ask = { modality: 'image', num_images: 3, indice_name: 'laion-400m' };
  const knn = (question: object) => post<KnnHit[]>('/knn-service', { ...ask, ...question });

  it.skipIf(openapiPython === null || clipRetrievalFolder === null)(
    'is kept for its client, unmodified: by text, by file, by address and by vector',
    async () => {
      const file = join(laid.set, 'query.png');
      await writeFile(file, picture);
      const { stdout } = await promisify(execFile)(String(openapiPython), [
        CALLS,
        join(String(clipRetrievalFolder), 'clip_client.py'),
        server.address,
        file,
        host.url('red.png'),
        JSON.stringify([...wordsVector(CAPTIONS[3])]),
      ]);
      const {
        text,
        file: byFile,
        url,
        vector,
        plain,
        captions,
        elsewhere,
      } = JSON.parse(stdout) as Record<string, KnnHit[]>;
      for (const hits of [text, byFile, url, vector, plain]) {
        expect(hits).toHaveLength(3);
        expect(hits[0].similarity).toBeGreaterThan(0.999);
      }
      expect(text[0]).toMatchObject({ url: addressOf(3), caption: CAPTIONS[3], NSFW: 'NSFW' });
      for (const hits of [vector, plain]) expect(hits.map(({ id }) => id)).toEqual(text.map(({ id }) => id));
      for (const hits of [byFile, url]) expect(hits[0].url).toBe(addressOf(RED_ROW));
      // What it was never told of is a problem that says so, where clip-retrieval's answer is an opaque 500.
      expect(captions).toMatchObject({ status: 400, detail: expect.stringContaining('modality') });
      expect(elsewhere).toMatchObject({
        status: 400,
        detail: expect.stringContaining('there are: laion-400m'),
      });
    },
  );

  it('names its indexes, and finds by each kind of query', async () => {
    expect(await (await fetch(`${server.address}/indices-list`)).json()).toEqual(['laion-400m']);
    const image = picture.toString('base64');
    for (const [question, row] of [
      [{ text: CAPTIONS[5].toUpperCase() }, 5],
      [{ image }, RED_ROW],
      [{ image_url: host.url('red.png') }, RED_ROW],
      // Of any norm.
      [{ embedding_input: [...wordsVector(CAPTIONS[1])].map((value) => 7 * value) }, 1],
      [{ text: CAPTIONS[0], indice_name: null }, 0],
    ] as const) {
      const [best, ...others] = await knn(question);
      expect(best.url).toBe(addressOf(row));
      expect(best.similarity).toBeGreaterThan(0.999);
      expect(best.similarity).toBeLessThanOrEqual(1);
      for (const { similarity } of others) expect(similarity).toBeLessThan(best.similarity);
    }
  });

  it('has metadata with the first num_images alone, and the rest page by page', async () => {
    const hits = await knn({ text: CAPTIONS[2], num_images: 2, num_result_ids: 10_000 });
    expect(hits).toHaveLength(ROWS);
    expect(hits.filter(({ url }) => url !== undefined)).toEqual(hits.slice(0, 2));
    for (const hit of hits.slice(2)) expect(Object.keys(hit)).toEqual(['id', 'similarity']);
    const ids = hits.map(({ id }) => id);
    const metadata = await post<KnnMetadata[]>('/metadata', { indice_name: 'laion-400m', ids });
    expect(metadata.map(({ id }) => id)).toEqual(ids);
    expect(metadata[0].metadata).toEqual({
      url: addressOf(2),
      caption: CAPTIONS[2],
      NSFW: 'UNLIKELY',
      key: '2',
      original_width: null,
      original_height: null,
      sha256: null,
      md5: null,
    });
    expect(await post('/metadata', { indice_name: null, ids: [] })).toEqual([]);
    expect(await post('/metadata', { indice_name: null, ids: [987_654_321, ids[0]] })).toEqual([metadata[0]]);
    expect(await knn({ text: CAPTIONS[2], num_images: 0 })).toEqual([]);
  });

  it('hides what is suppressed from both, and nothing else, whatever filters are asked for', async () => {
    const [{ id }] = await knn({ text: CAPTIONS[4] });
    const headers = { 'content-type': 'application/json', authorization: 'Bearer a-key-of-the-operator' };
    const suppressed = await fetch(`${server.address}/v1/suppressions`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ url: addressOf(4), reason: 'The artist asked.' }),
    });
    expect(suppressed.status).toBe(200);
    const filters = {
      deduplicate: true,
      use_safety_model: true,
      use_violence_detector: true,
      use_mclip: true,
      aesthetic_score: 9,
      aesthetic_weight: 0.5,
    };
    const hits = await knn({ text: CAPTIONS[4], ...filters, num_images: 10_000 });
    expect(hits).toHaveLength(ROWS - 1);
    expect(hits.map((hit) => hit.id)).not.toContain(id);
    expect(await post('/metadata', { indice_name: null, ids: [id] })).toEqual([]);
  });

  it.each<[what: string, question: object, status: number, code: string, why: RegExp]>([
    [
      'an index that is not here',
      { text: 'a', indice_name: 'laion5B' },
      400,
      'search-invalid',
      /'laion5B'; there are: laion-400m/,
    ],
    ['vectors of captions', { text: 'a', modality: 'text' }, 400, 'search-invalid', /'modality'/],
    ['a vector of another length', { embedding_input: [1, 0] }, 400, 'search-invalid', /2 values; .* 512/],
    [
      'a vector of nothing',
      { embedding_input: [...wordsVector('a')].fill(0) },
      400,
      'search-invalid',
      /'embedding_input'.*length is 0/,
    ],
    ['base64 of no picture', { image: 'AAAA' }, 422, 'picture-unreadable', /no picture/],
    [
      'base64 of a page',
      { image: Buffer.from('<html>').toString('base64') },
      415,
      'picture-format-unsupported',
      /web page/,
    ],
    ['an address in this network', { image_url: 'http://127.0.0.1:1/a.jpg' }, 403, 'address-refused', /./],
    ['an address by another scheme', { image_url: 'file:///etc/passwd' }, 400, 'address-invalid', /./],
    ['an address without a picture', { image_url: 'HOST/404' }, 422, 'download-failed', /404/],
  ])('says what is wrong with %s', async (_what, question, status, code, why) => {
    const given = JSON.parse(JSON.stringify(question).replace('HOST', `http://${host.host}`)) as object;
    const answer = await knn(given);
    expect(answer).toMatchObject({ status, code, detail: expect.stringMatching(why) });
  });

  it.each(PICTURE_BOMBS)('ends a bomb in base64 as it does any other: $name', async ({ bytes }) => {
    const image = Buffer.from(bytes()).toString('base64');
    const answer = await fetch(`${server.address}/knn-service`, {
      method: 'POST',
      body: JSON.stringify({ ...ask, image }),
    });
    expect([200, 413, 415, 422]).toContain(answer.status);
    expect(await knn({ text: 'a' })).toHaveLength(3);
  });
});
