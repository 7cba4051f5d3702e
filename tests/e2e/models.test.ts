import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import type { CheckResult } from '../../src/api/check-result.ts';
import { layDatabase } from '../helpers/databases.ts';
import { runCli, type Ran } from '../helpers/run-cli.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { sscdFolder } from '../helpers/sscd-folder.ts';

const NAME = 'Xenova/clip-vit-base-patch32';
const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));

describe.skipIf(!hasShared)('models, by the command', () => {
  let hub: Server;
  let dataDir: string;
  let environment: Record<string, string>;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'trainspot-models-'));
    await layDatabase(dataDir);
    // The hub's addresses for this name, with the files of a tiny model of the same layout behind them.
    hub = createServer((request, response) => {
      const path = request.url?.startsWith(`/${NAME}/resolve/`)
        ? request.url.split('/').slice(5).join('/')
        : '';
      try {
        response.end(readFileSync(sharedPath(`models/tiny-clip/${path}`)));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
    environment = { HF_ENDPOINT: `http://127.0.0.1:${(hub.address() as AddressInfo).port}` };
  });
  afterAll(async () => {
    hub.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const run = (...words: string[]): Promise<Ran> => runCli([...words, '--data', dataDir], environment);
  const indexDemo = (): Promise<Ran> => {
    const [manifest, pictures] = [`${DEMO}manifest.parquet`, `${DEMO}pictures`];
    return run('index', '--dataset', 'demo', '--manifest', manifest, '--pictures', pictures, '--model', NAME);
  };

  it('are pulled from the hub that HF_ENDPOINT names, listed, refused where they do not fit, and removed', async () => {
    const notThere = await indexDemo();
    expect(notThere.code).toBe(1);
    expect(notThere.stderr).toContain(`npx trainspot models pull ${NAME}`);

    const pulled = await run('models', 'pull', NAME);
    expect(pulled.stderr).not.toMatch(/^trainspot:/m);
    expect(pulled.code).toBe(0);
    expect((await run('models', 'list')).stdout).toMatch(/^Xenova\/clip-vit-base-patch32 +pulled/m);

    // Tiny-clip answers 32 numbers where the card says 512: an index of them would be worth nothing.
    const mismatch = await indexDemo();
    expect(mismatch.code).toBe(1);
    expect(mismatch.stderr).toMatch(/512/);
    expect(mismatch.stderr).toMatch(/32/);

    expect((await run('models', 'remove', NAME)).code).toBe(0);
    expect((await run('models', 'list')).stdout).toMatch(/^Xenova\/clip-vit-base-patch32 +not pulled/m);
  });

  it('are taken from a folder', async () => {
    expect((await run('models', 'pull', NAME, '--from', sharedPath('models/tiny-clip'))).code).toBe(0);
    expect((await run('models', 'list')).stdout).toMatch(/^Xenova\/clip-vit-base-patch32 +pulled/m);
  });

  it('that nobody knows are answered with those that are known', async () => {
    const { code, stderr } = await run('models', 'pull', 'Xenova/clip-vit-base-patch33');
    expect(code).toBe(1);
    expect(stderr).toContain('pocket');
  });
});

describe('models that no hub has', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'trainspot-models-'));
    await layDatabase(dataDir);
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const run = (...words: string[]): Promise<Ran> => runCli([...words, '--data', dataDir]);

  it('say how to come by them, and under which licence', async () => {
    const { code, stderr } = await run('models', 'pull', 'sscd');
    expect(code).toBe(2);
    expect(stderr).toContain('models pull sscd --from FOLDER');
    const { stdout } = await run('models', 'list');
    expect(stdout).toMatch(/^sscd +not pulled +512-d .*\n +licence: MIT.*\n +trained on: .*DISC21/m);
  });

  it.skipIf(!sscdFolder)('are pulled, index, and find a picture and its crop', async () => {
    expect((await run('models', 'pull', 'sscd', '--from', sscdFolder!)).code).toBe(0);
    expect((await run('models', 'list')).stdout).toMatch(/^sscd +pulled/m);
    const [manifest, pictures] = [`${DEMO}manifest.parquet`, `${DEMO}pictures`];
    const demo = ['--dataset', 'demo', '--manifest', manifest, '--pictures', pictures];
    const indexed = await run('index', ...demo, '--model', 'sscd', '--json');
    expect(JSON.parse(indexed.stdout)).toMatchObject({ rows: 50, indexed: 50, failed: {} });

    const crop = join(dataDir, 'crop.jpg');
    const { width, height } = await sharp(`${pictures}/demo-004.jpg`).metadata();
    const [left, top] = [Math.round(width * 0.15), Math.round(height * 0.1)];
    await sharp(`${pictures}/demo-004.jpg`)
      .extract({ left, top, width: Math.round(width * 0.75), height: Math.round(height * 0.8) })
      .toFile(crop);
    const queries = [`${DEMO}queries/copy.jpg`, crop, `${DEMO}queries/absent.jpg`];
    const { stdout } = await run('check', ...queries, '--json');
    const answers = JSON.parse(stdout) as CheckResult[];
    expect(answers.map(({ verdict }) => verdict.answer)).toEqual(['found', 'found', 'not-found']);
    expect(answers[1].matches[0].url).toContain('demo-004');
  });
});
