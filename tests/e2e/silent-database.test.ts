import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startBreakableProxy } from '../helpers/breakable-proxy.ts';
import { databaseEngines } from '../helpers/databases.ts';
import { startDemoServer, type DemoServer } from '../helpers/demo-server.ts';
import { canRunPostgres, startOwnPostgres } from '../helpers/own-postgres.ts';

/** A database that can be made silent. */
interface Silenceable {
  databaseUrl: string;
  freeze(): void;
  thaw(): void;
  remove(): Promise<void> | void;
}

const postgres = databaseEngines.find(({ name }) => name === 'postgres')!;

const WAYS: { name: string; available: boolean; start: () => Promise<Silenceable> }[] = [
  { name: 'stopped by a signal', available: canRunPostgres, start: startOwnPostgres },
  { name: 'that nothing reaches any more', available: postgres.available, start: startBehindProxy },
];

async function startBehindProxy(): Promise<Silenceable> {
  const home = await postgres.create();
  const proxy = await startBreakableProxy(home.settings.databaseUrl!, 'nothing of this');
  return {
    databaseUrl: proxy.databaseUrl,
    freeze: () => proxy.freeze(),
    thaw: () => proxy.thaw(),
    async remove() {
      proxy.goAway();
      await home.remove();
    },
  };
}

const PICTURE = readFileSync(new URL('../../assets/demo/queries/copy.jpg', import.meta.url));
const PATIENTLY = { timeout: 30_000, interval: 100 };

for (const way of WAYS) {
  describe.skipIf(!way.available)(`a server whose database is ${way.name}`, () => {
    let database: Silenceable;
    let server: DemoServer;
    beforeAll(async () => {
      database = await way.start();
      server = await startDemoServer({ DATABASE_URL: database.databaseUrl, DATABASE_TIMEOUT_MS: '1000' });
    }, 120_000);
    afterAll(async () => {
      database.thaw();
      await server?.stop();
      await database.remove();
    });

    function check(signal?: AbortSignal): Promise<Response> {
      const form = new FormData();
      form.append('picture', new Blob([PICTURE]), 'picture.jpg');
      return fetch(`${server.address}/v1/checks`, { method: 'POST', body: form, signal });
    }
    const ready = async (): Promise<number> => (await fetch(`${server.address}/readyz`)).status;
    const inFlight = async (): Promise<string | undefined> => {
      const metrics = await (await fetch(`${server.address}/metrics`)).text();
      return /^trainspot_checks_in_flight (\d+)$/m.exec(metrics)?.[1];
    };

    it('ends its checks, says that it is not ready, and goes on by itself', async () => {
      for (let time = 0; time < 2; time++) {
        expect((await check()).status).toBe(200);
        await vi.waitFor(async () => expect(await ready()).toBe(200), PATIENTLY);
        const underWay = Array.from({ length: 4 }, () => check());
        await vi.waitFor(async () => expect(await inFlight()).not.toBe('0'), { interval: 5 });
        database.freeze();
        for (const answer of await Promise.all([...underWay, check()])) {
          // One that was faster than the database was stopped has its answer.
          expect([200, 503]).toContain(answer.status);
        }
        const refused = await check();
        expect(refused.status).toBe(503);
        expect(refused.headers.get('retry-after')).toBe('10');
        expect(await refused.json()).toMatchObject({ code: 'database-unavailable' });
        await vi.waitFor(async () => expect(await ready()).toBe(503), PATIENTLY);
        expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
        expect(await inFlight()).toBe('0');

        database.thaw();
        await vi.waitFor(async () => expect(await ready()).toBe(200), PATIENTLY);
      }
    }, 120_000);

    it('lets go of a check whose client has left', async () => {
      database.freeze();
      const controller = new AbortController();
      const left = check(controller.signal).catch((error: Error) => error.name);
      await vi.waitFor(async () => expect(await inFlight()).toBe('1'), { interval: 5 });
      controller.abort();
      expect(await left).toBe('AbortError');
      await vi.waitFor(async () => expect(await inFlight()).toBe('0'), PATIENTLY);
      database.thaw();
      await vi.waitFor(async () => expect(await ready()).toBe(200), PATIENTLY);
    }, 60_000);

    it('ends when it is told to, all the same', async () => {
      database.freeze();
      expect(await server.stop()).toBe(0);
    }, 60_000);
  });
}
