import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findModelCard } from '../../src/models/models.ts';
import { openDatabase } from '../../src/db/open.ts';
import { PUBLISHED_REVISION } from '../../src/core/model-card.ts';
import { createRemoteFiles, type RemoteFiles } from '../../src/net/remote/remote-files.ts';
import type { Credentials } from '../../src/net/remote/store.ts';
import type { IndexSummary } from '../../src/service/indexing/index-request.ts';
import { blocks } from '../calibrate/blocks.ts';
import { layDatabase } from '../helpers/databases.ts';
import { type Moto, motoPython, startMoto } from '../helpers/moto.ts';
import { runCli } from '../helpers/run-cli.ts';
import { startCli } from '../helpers/start-cli.ts';
import { npy, unit } from '../ingest/npy-files.ts';
import { write } from '../ingest/parquet-files.ts';
import { tarOf } from '../ingest/tar-files.ts';
import { whatIsThere } from '../ingest/what-is-there.ts';

const CARD = findModelCard('laion-400m/clip-vit-base-patch32');
const SPACE = { model: CARD.name, modelRevision: PUBLISHED_REVISION, dimensions: CARD.dimensions };
const PARTS = 4;
const ROWS = 1500;
const PICTURES = 12;
const KILLS = 3;

describe.skipIf(motoPython === null)('a dataset in a bucket', () => {
  let home: string;
  let moto: Moto;
  let environment: Record<string, string>;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'trainspot-buckets-'));
    await writeSet(join(home, 'set'));
    moto = await startMoto('sets', join(home, 'set'));
    const { accessKeyId, secretAccessKey } = moto.credentials;
    environment = {
      AWS_ENDPOINT_URL_S3: moto.endpoint,
      GS_ENDPOINT_URL: moto.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      GS_ACCESS_KEY_ID: accessKeyId,
      GS_SECRET_ACCESS_KEY: secretAccessKey,
    };
  }, 180_000);
  afterAll(async () => {
    await moto?.close();
    await rm(home, { recursive: true, force: true });
  });

  async function writeSet(folder: string): Promise<void> {
    for (const name of ['emb/img_emb', 'emb/metadata', 'pictures'])
      await mkdir(join(folder, name), { recursive: true });
    for (let part = 0; part < PARTS; part++) {
      const rows = Array.from({ length: ROWS }, (_, row) => row);
      const text = (name: string, value: (row: number) => string) => ({
        name,
        data: rows.map(value),
        type: 'STRING' as const,
      });
      await write(join(folder, 'emb/metadata'), `metadata_${part}.parquet`, [
        text('url', (row) => `https://a.example/${part}/${row}.jpg`),
        text('caption', (row) => `part ${part} row ${row}`),
      ]);
      const vectors = npy(rows.map((row) => unit(ROWS * part + row)));
      await writeFile(join(folder, 'emb/img_emb', `img_emb_${part}.npy`), vectors);
    }
    const members = await Promise.all(
      Array.from({ length: PICTURES }, async (_, i) => {
        const key = `00000000${i}`.slice(-9);
        const record = {
          key,
          url: `https://a.example/${i}.jpg`,
          caption: `picture ${i}`,
          status: 'success',
          error_message: null,
        };
        return [
          [`${key}.jpg`, await blocks(i)],
          [`${key}.json`, JSON.stringify(record)],
        ] as const;
      }),
    );
    await writeFile(join(folder, 'pictures', '00000.tar'), tarOf(members.flat()));
  }

  async function freshData(name: string): Promise<string> {
    const data = join(home, name);
    await layDatabase(data);
    return data;
  }

  function indexWords(data: string, embeddings: string): string[] {
    return ['index', '--dataset', 'laion-400m', '--embeddings', embeddings, '--data', data, '--json'];
  }

  async function rowsIn(data: string): Promise<string[]> {
    const { database } = await openDatabase({ dataDir: data });
    return whatIsThere(database, data, SPACE, 1_000_000).finally(() => database.close());
  }

  it('is indexed, killed and resumed, to what an unbroken ingest makes of the same files on this machine', async () => {
    const unbroken = await freshData('unbroken');
    const startedAt = performance.now();
    const local = await runCli(indexWords(unbroken, join(home, 'set/emb')), environment);
    const ranMs = performance.now() - startedAt;
    expect(local.code).toBe(0);
    const expected = await rowsIn(unbroken);
    expect(expected).toHaveLength(PARTS * ROWS);

    const data = await freshData('killed');
    const words = indexWords(data, 's3://sets/emb/');
    for (let kill = 1; kill <= KILLS; kill++) {
      const running = startCli(words, { environment });
      const timer = setTimeout(() => running.kill(), (ranMs * (kill + 1)) / (KILLS + 2));
      await running.ended;
      clearTimeout(timer);
    }
    const last = await runCli(words, environment);
    expect(last.code).toBe(0);
    expect(await rowsIn(data)).toEqual(expected);

    const again = JSON.parse((await runCli(words, environment)).stdout) as IndexSummary;
    expect(again).toMatchObject({ rows: PARTS * ROWS, indexed: 0, skipped: PARTS * ROWS });
  }, 600_000);

  it("gives pictures out of its archives, by Google's interface too", async () => {
    const data = await freshData('pictures');
    const words = [
      'index',
      '--dataset',
      'set',
      '--manifest',
      'gs://sets/pictures/',
      '--data',
      data,
      '--json',
    ];
    const { stdout, stderr, code } = await runCli(words, environment);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rows: PICTURES, indexed: PICTURES, failed: {} });
  }, 120_000);

  it('is refused with the address, the status and what to do, and without the secret', async () => {
    const data = await freshData('refused');
    const wrong = { ...environment, AWS_SECRET_ACCESS_KEY: 'not-the-secret' };
    const { stderr, code } = await runCli(indexWords(data, 's3://sets/emb/'), wrong);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(
      /s3:\/\/sets\/emb\/ was answered 403 \(SignatureDoesNotMatch\).*AWS_SECRET_ACCESS_KEY/,
    );
    expect(stderr).not.toContain('not-the-secret');
    const alone = await runCli(['datasets', '--data', data], {
      AWS_ACCESS_KEY_ID: 'A',
      AWS_SECRET_ACCESS_KEY: '',
    });
    expect(alone.stderr).toMatch(/AWS_SECRET_ACCESS_KEY is not set/);
  }, 120_000);

  describe('read file by file', () => {
    let files: RemoteFiles;
    beforeAll(() => {
      files = filesWith(moto.credentials);
    });
    afterAll(() => files?.close());

    function filesWith(credentials: Credentials | null): RemoteFiles {
      const store = { endpoint: moto.endpoint, region: 'us-east-1', credentials };
      return createRemoteFiles({
        s3: store,
        gs: store,
        hub: { endpoint: 'https://hub.example' },
        privateHosts: new Set(),
        userAgent: 'Trainspot',
      });
    }

    it('lists folders of more names than one answer holds', async () => {
      const names = await files.names('s3://sets/many files/');
      expect(names?.toSorted()).toEqual(Array.from({ length: 1100 }, (_, i) => `${i}.tsv`).toSorted());
      expect((await files.names('s3://sets'))?.toSorted()).toEqual(['emb', 'many files', 'pictures']);
      expect(await files.names('s3://sets/pictures/00000.tar')).toBeNull();
    });

    it('tells that an object was changed while it was read', async () => {
      const client = new AwsClient({ ...moto.credentials, region: 'us-east-1', service: 's3' });
      const put = async (byte: number): Promise<void> => {
        const body = Buffer.alloc(3 * 1024 * 1024, byte);
        const answer = await client.fetch(`${moto.endpoint}/sets/changing.bin`, { method: 'PUT', body });
        expect(answer.status).toBe(200);
      };
      await put(1);
      const file = await files.open('s3://sets/changing.bin');
      expect([...(await file.read(0, 2))]).toEqual([1, 1]);
      await put(2);
      await expect(file.read(2_900_000, 3_000_000)).rejects.toThrow(/s3:\/\/sets\/changing\.bin was changed/);
    });

    it.each([
      ['s3://sets/none.parquet', /answered 404 \(NoSuchKey\): there is no such file/],
      ['s3://no-such-bucket/a.parquet', /answered 404 \(NoSuchBucket\): there is no bucket 'no-such-bucket'/],
      ['s3:///a.parquet', /names no bucket/],
    ])('says what is wrong with %s', async (path, words) => {
      const failure: unknown = await files.open(path).catch((error: unknown) => error);
      expect(String(failure)).toMatch(words);
    });
  });
});
