import { afterEach, describe, expect, it } from 'vitest';
import { mergeSegmentsOf } from '../../src/service/indexing/merge-segments.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { databaseEngines, embeddedEngine, type TestDatabase } from '../helpers/databases.ts';
import { startServerOn } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';
import { MOST_ROWS, SPACE } from './fault-rows.ts';
import { ingestedInSmallSegments } from './small-segments.ts';
import { whatIsThere } from './what-is-there.ts';

describe.each(databaseEngines)('merging on $name by command', (engine) => {
  describe.skipIf(!engine.available)('', () => {
    const homes: TestDatabase[] = [];
    afterEach(async () => {
      for (const home of homes.splice(0)) await home.remove();
    });
    async function ingested(): Promise<TestDatabase> {
      const home = await ingestedInSmallSegments(engine);
      homes.push(home);
      return home;
    }
    const environmentOf = ({ settings }: TestDatabase): Record<string, string> => ({
      DATA_DIR: settings.dataDir,
      SEGMENT_MAX_ROWS: String(MOST_ROWS),
      ...('databaseUrl' in settings && { DATABASE_URL: settings.databaseUrl! }),
    });

    it('says how many segments there are fewer, and does nothing the second time', async () => {
      const home = await ingested();
      const environment = environmentOf(home);
      const { code, stdout, stderr } = await runCli(['merge', '--json'], environment);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      const summary = JSON.parse(stdout) as Awaited<ReturnType<typeof mergeSegmentsOf>>;
      const [index] = summary.indexes;
      expect(index).toMatchObject({ dataset: 'fault', release: '1', model: 'pocket' });
      expect(index.segments).toBeLessThan(5);
      expect(index.segmentsFewer).toBeGreaterThan(20);
      const database = await home.open();
      try {
        const there = await whatIsThere(database, home.settings.dataDir, SPACE, MOST_ROWS);
        expect(there.length).toBe(index.rows);
        const config = loadConfig(environment);
        const again = await mergeSegmentsOf({ dataset: 'FAULT' }, config, database);
        expect(again).toMatchObject({ indexes: [{ ...index, segmentsFewer: 0 }] });
        await expect(mergeSegmentsOf({ dataset: 'other' }, config, database)).rejects.toMatchObject({
          code: 'usage',
        });
      } finally {
        await database.close();
      }
    });

    it('stopped, ends at once with every row where it was or where it goes', async () => {
      const home = await ingested();
      const database = await home.open();
      const config = loadConfig(environmentOf(home));
      try {
        const stop = new AbortController();
        const progress = { update: () => stop.abort(), finish: () => {} };
        const watch = { opening: () => {}, begin: () => progress };
        const stopped = await mergeSegmentsOf({}, config, database, { watch, signal: stop.signal });
        expect(stopped.stopped).toBe(true);
        const { dataDir } = home.settings;
        const there = await whatIsThere(database, dataDir, SPACE, MOST_ROWS);
        const rest = await mergeSegmentsOf({}, config, database);
        expect(rest.stopped).toBeUndefined();
        expect(await whatIsThere(database, dataDir, SPACE, MOST_ROWS)).toEqual(there);
      } finally {
        await database.close();
      }
    });
  });
});

it('merging beside a running server leaves it serving, from the new segments soon', async () => {
  const home = await ingestedInSmallSegments(embeddedEngine);
  const { dataDir } = home.settings;
  const server = await startServerOn(dataDir);
  try {
    const coverage = async (): Promise<unknown> => (await fetch(`${server.address}/v1/datasets`)).json();
    const before = await coverage();
    const environment = { DATA_DIR: dataDir, SEGMENT_MAX_ROWS: String(MOST_ROWS) };
    const { code, stdout, stderr } = await runCli(['merge', '--dataset', 'fault'], environment);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^Merging fault /m);
    const summary = JSON.parse(stdout) as Awaited<ReturnType<typeof mergeSegmentsOf>>;
    expect(summary.indexes[0].segmentsFewer).toBeGreaterThan(20);
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
    expect(withoutDays(await coverage())).toEqual(withoutDays(before));
  } finally {
    await server.stop();
  }
  await home.remove();
});

/** When an index was last changed is another day, and nothing else. */
function withoutDays(coverage: unknown): unknown {
  return JSON.parse(JSON.stringify(coverage).replaceAll(/"indexedAt":"[^"]*"/g, '"indexedAt":""'));
}
