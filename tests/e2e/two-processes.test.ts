import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Coverage } from '../../src/api/check-result.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { startFreshDemoServer, startEmptyServer, type DemoServer } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));
const postgres = databaseEngines.find(({ name }) => name === 'postgres')!;

describe.skipIf(!postgres.available)('an ingest beside a running server, on one PostgreSQL', () => {
  let database: TestDatabase;
  let environment: Record<string, string>;
  let server: DemoServer;
  beforeAll(async () => {
    database = await postgres.create();
    environment = { DATABASE_URL: database.settings.databaseUrl! };
    server = await startFreshDemoServer(environment);
  });
  afterAll(async () => {
    await server?.stop();
    await database?.remove();
  });

  it('is taken up by the server without a restart', async () => {
    const words = [
      '--manifest',
      `${DEMO}manifest.parquet`,
      '--pictures',
      `${DEMO}pictures`,
      '--data',
      server.dataDir,
    ];
    const { code, stderr } = await runCli(['index', '--dataset', 'second', ...words, '--json'], environment);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    await vi.waitFor(
      async () => {
        const response = await fetch(`${server.address}/v1/datasets`);
        const { searched } = (await response.json()) as { searched: Coverage[] };
        expect(searched.map(({ dataset, rowsIndexed }) => [dataset, rowsIndexed])).toEqual([
          ['demo', 50],
          ['second', 50],
        ]);
      },
      { timeout: 20_000, interval: 250 },
    );
  });
});

describe('a server with nothing to search', () => {
  it('is healthy, and not ready; a check is answered 503 with when to come back', async () => {
    const server = await startEmptyServer();
    try {
      expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
      expect((await fetch(`${server.address}/readyz`)).status).toBe(503);
      const form = new FormData();
      form.append('picture', new Blob([new Uint8Array([0xff, 0xd8, 0xff])]), 'picture.jpg');
      const response = await fetch(`${server.address}/v1/checks`, { method: 'POST', body: form });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    } finally {
      await server.stop();
    }
  });
});
