import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, type Ran } from '../helpers/run-cli.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';

const NAME = 'Xenova/clip-vit-base-patch32';
const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));

describe.skipIf(!hasShared)('models, by the command', () => {
  let hub: Server;
  let dataDir: string;
  let environment: Record<string, string>;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'trainspot-models-'));
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
