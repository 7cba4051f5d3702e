import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { IndexSummary } from '../../src/service/indexing/index-request.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { startDemoServer, startFreshDemoServer, type DemoServer } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';
import { npy, unit } from '../ingest/npy-files.ts';
import { write } from '../ingest/parquet-files.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));
const INDEX = 'demo bundled pocket';
const FINGERPRINT = ['queue', 'decode', 'file-hash', 'pdq', 'embedding', 'keypoints'];
const CHECK = [...FINGERPRINT, 'vector-search', 'hash-search', 'keypoint-read', 'compare', 'database'];
/** Of pictures in a folder, too few segments to merge any. */
const INGEST = [...FINGERPRINT, 'manifest', 'fetch', 'save', 'build'];

type Counts = Record<string, number>;

const postgres = databaseEngines.find(({ name }) => name === 'postgres')!;

/** How often each stage was, by its name and where it has one its index. */
function countsOf(metrics: string, name: string): Counts {
  const lines = [...metrics.matchAll(new RegExp(`^${name}_count\\{(.*)\\} (\\d+)$`, 'gm'))];
  return Object.fromEntries(
    lines.map(([, labels, count]) => [
      [...labels.matchAll(/(?:stage|index)="([^"]*)"/g)].map(([, value]) => value).join(': '),
      Number(count),
    ]),
  );
}

async function metricsOf(server: DemoServer): Promise<string> {
  return (await fetch(`${server.address}/metrics`)).text();
}

async function post(server: DemoServer, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  const form = new FormData();
  form.append('picture', new Blob([bytes]), 'my-private-name.jpg');
  return fetch(`${server.address}/v1/checks`, { method: 'POST', body: form });
}

describe('the stages of a check', () => {
  let server: DemoServer;
  let picture: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    server = await startDemoServer();
    picture = new Uint8Array(await readFile(`${DEMO}queries/copy.jpg`));
  }, 240_000);
  afterAll(async () => void (await server?.stop()));

  it('are none before the first, though the service has asked its database', async () => {
    const metrics = await metricsOf(server);
    expect(metrics).toContain('# TYPE trainspot_check_stage_seconds histogram');
    expect(countsOf(metrics, 'trainspot_check_stage_seconds')).toEqual({});
    expect(countsOf(metrics, 'trainspot_ingest_stage_seconds')).toEqual({});
  });

  it('are each in /metrics, searches by index, and nothing of the picture is', async () => {
    const checked = (await (await post(server, picture)).json()) as CheckResult;
    const metrics = await metricsOf(server);
    const counts = countsOf(metrics, 'trainspot_check_stage_seconds');
    const names = CHECK.map((stage) => (stage.endsWith('-search') ? `${stage}: ${INDEX}` : stage));
    // The hashes of what was seen at rows' addresses are of no index.
    expect(Object.keys(counts).toSorted()).toEqual([...names, 'hash-search'].toSorted());
    for (const stage of FINGERPRINT) expect([stage, counts[stage]]).toEqual([stage, 1]);
    // Once, whatever its searches bring up.
    expect(counts['database']).toBe(1);
    const sums = [...metrics.matchAll(/^trainspot_check_stage_seconds_sum\{.*\} (.*)$/gm)];
    for (const [, seconds] of sums) expect(Number(seconds)).toBeGreaterThanOrEqual(0);
    const { sha256, md5, pdq } = checked.picture;
    for (const own of ['my-private', '127.0.0.1', checked.id, sha256, md5, pdq]) {
      expect(metrics).not.toContain(own);
    }
  });

  it('are none of a picture that cannot be read, nor of a comparison of one row', async () => {
    const before = countsOf(await metricsOf(server), 'trainspot_check_stage_seconds');
    expect((await post(server, new Uint8Array([0xff, 0xd8, 0xff]))).status).toBe(422);
    const lookups = await fetch(`${server.address}/v1/images?domain=gallery.example`);
    expect(lookups.status).toBe(200);
    expect(countsOf(await metricsOf(server), 'trainspot_check_stage_seconds')).toEqual(before);
  });
});

describe.skipIf(!postgres.available)('the stages of an ingest that a server does', () => {
  let database: TestDatabase;
  let server: DemoServer;
  beforeAll(async () => {
    database = await postgres.create();
    server = await startFreshDemoServer({ DATABASE_URL: database.settings.databaseUrl! });
  }, 240_000);
  afterAll(async () => {
    await server?.stop();
    await database?.remove();
  });

  it('are in its /metrics', async () => {
    const counts = countsOf(await metricsOf(server), 'trainspot_ingest_stage_seconds');
    expect(Object.keys(counts).toSorted()).toEqual(INGEST.toSorted());
    for (const stage of ['fetch', ...FINGERPRINT]) expect([stage, counts[stage]]).toEqual([stage, 50]);
    expect(counts['build']).toBe(1);
  });
});

describe('the stages of an ingest', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'trainspot-stages-'))));
  afterAll(() => rm(folder, { recursive: true }));

  /** The names of the stages that the summary tells. */
  async function stagesOf(data: string, ...words: string[]): Promise<string[]> {
    const { stdout, stderr } = await runCli(['index', '--data', join(folder, data), '--json', ...words]);
    expect(stdout + stderr).toContain('"stages":{');
    const { stages } = JSON.parse(stdout) as IndexSummary;
    for (const seconds of Object.values(stages)) expect(seconds).toBeGreaterThanOrEqual(0);
    return Object.keys(stages).toSorted();
  }
  const demo = ['--dataset', 'set', '--manifest', `${DEMO}manifest.parquet`];
  const pictures = ['--pictures', `${DEMO}pictures`];

  it('stand in the summary of pictures', async () => {
    expect(await stagesOf('pictures', ...demo, ...pictures)).toEqual(INGEST.toSorted());
    // Nothing is new the second time.
    expect(await stagesOf('pictures', ...demo, ...pictures)).toEqual(['manifest']);
  });

  it('stand in that of rows alone', async () => {
    expect(await stagesOf('rows', ...demo, '--metadata-only')).toEqual(['manifest', 'save']);
  });

  it('stand in that of published embeddings', async () => {
    const set = join(folder, 'set');
    for (const part of ['img_emb', 'metadata']) await mkdir(join(set, part), { recursive: true });
    await writeFile(join(set, 'img_emb', 'img_emb_0.npy'), npy([unit(1)]));
    await write(join(set, 'metadata'), 'metadata_0.parquet', [
      { name: 'url', data: ['https://a.example/1.jpg'], type: 'STRING' },
      { name: 'caption', data: ['words'], type: 'STRING' },
    ]);
    const words = ['--dataset', 'laion-400m', '--embeddings', set];
    expect(await stagesOf('embeddings', ...words)).toEqual(['build', 'manifest', 'save']);
  });

  it('are those that were reached, where no picture is there', async () => {
    await writeFile(join(folder, 'list.csv'), 'url\nhttps://a.example/gone.jpg\n');
    const words = ['--dataset', 'gone', '--manifest', join(folder, 'list.csv'), ...pictures];
    expect(await stagesOf('gone', ...words)).toEqual(['fetch', 'manifest', 'save']);
  });
});
