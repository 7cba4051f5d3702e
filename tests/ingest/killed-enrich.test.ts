import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listDatasets } from '../../src/db/datasets.ts';
import type { EnrichSummary } from '../../src/service/indexing/enrich-dataset.ts';
import { bundled, type Bundled } from '../helpers/bundled.ts';
import { databaseEngines, type DatabaseEngine, type TestDatabase } from '../helpers/databases.ts';
import type { ScriptedHost } from '../helpers/scripted-host.ts';
import { sized } from '../helpers/size.ts';
import { isHad, listRows, startRowsHost, whatIsKnown } from './enriched-rows.ts';

const ROWS = 60;
const KILLS: Record<DatabaseEngine['name'], number> = { postgres: sized(2, 30), pglite: sized(1, 30) };

let program: Bundled;
let host: ScriptedHost;
beforeAll(async () => {
  [program, host] = await Promise.all([
    bundled(new URL('./enriching-process.ts', import.meta.url)),
    startRowsHost(ROWS),
  ]);
});
afterAll(async () => {
  await host?.close();
  await program?.remove();
});

/** One run; killed so many milliseconds after it began, unless that is null or it was done before. */
async function enrich({ settings }: TestDatabase, killAfterMs: number | null) {
  const words = [settings.dataDir, host.host];
  const server = 'databaseUrl' in settings ? [settings.databaseUrl!] : [];
  const child = spawn(process.execPath, [program.path, ...words, ...server], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let begun = 0;
  let summary: EnrichSummary | null = null;
  for await (const line of createInterface(child.stdout)) {
    if (line !== 'begins') summary = JSON.parse(line) as EnrichSummary;
    else {
      begun = performance.now();
      if (killAfterMs !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    }
  }
  const [code] = await exited;
  if (killAfterMs === null) expect(code).toBe(0);
  return { summary, ranMs: performance.now() - begun, isDone: code === 0 };
}

describe.each(databaseEngines)('an enriching of rows in $name', (engine) => {
  const homes: TestDatabase[] = [];
  afterEach(async () => {
    for (const home of homes.splice(0)) await home.remove();
  });
  async function fresh(): Promise<TestDatabase> {
    const home = await engine.create();
    homes.push(home);
    const database = await home.open();
    await listRows(database, host.host, ROWS).finally(() => database.close());
    return home;
  }
  async function result(home: TestDatabase) {
    const database = await home.open();
    try {
      const [{ rowsFingerprinted }] = await listDatasets(database);
      return { known: await whatIsKnown(database), rowsFingerprinted };
    } finally {
      await database.close();
    }
  }

  it.skipIf(!engine.available)(
    'that is killed again and again, at any instant, ends as one that was never broken off',
    async () => {
      const unbroken = await fresh();
      const { summary, ranMs } = await enrich(unbroken, null);
      const had = Array.from({ length: ROWS }, (_, i) => i).filter(isHad).length;
      expect(summary).toMatchObject({ rows: ROWS, kept: had, rowsFingerprinted: had });
      const expected = await result(unbroken);
      expect(expected.rowsFingerprinted).toBe(had);

      for (let kills = 0; kills < KILLS[engine.name];) {
        const home = await fresh();
        for (let isDone = false; !isDone && kills < KILLS[engine.name];) {
          ({ isDone } = await enrich(home, Math.random() * ranMs));
          if (!isDone) kills++;
        }
        await enrich(home, null);
        expect(await result(home)).toEqual(expected);
      }
    },
    1_800_000,
  );
});
