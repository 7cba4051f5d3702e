import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepRecentChecks } from '../../src/check/recent-checks.ts';
import { runCheck } from '../../src/check/run.ts';
import { startComparer } from '../../src/check/verify/comparer.ts';
import { followIndexes } from '../../src/check/search/open-indexes.ts';
import type { IngestCounts } from '../../src/core/outcome.ts';
import type { Database } from '../../src/db/database.ts';
import { fetchFailuresOf } from '../../src/db/fetch-outcomes.ts';
import { listPublishedIndexes } from '../../src/db/indexes.ts';
import { findModelCard } from '../../src/models/models.ts';
import { startFingerprinter, type Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
import { startSearchPool } from '../../src/index/search/pool.ts';
import { picturesOverHttp } from '../../src/ingest/fetch/web.ts';
import { lookAtPictures } from '../../src/ingest/row-processor.ts';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { startPublisher } from '../../src/ingest/publish/publisher.ts';
import { runIngest } from '../../src/ingest/run.ts';
import { createDownloader } from '../../src/net/download.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { startPictureHost, type PictureHost } from '../helpers/picture-host.ts';

/** A picture that no other seed resembles. */
async function noise(seed: number): Promise<Uint8Array> {
  const data = Buffer.alloc(24 * 18 * 3);
  let state = seed * 2654435761 + 1;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state >>> 24;
  }
  return sharp(data, { raw: { width: 24, height: 18, channels: 3 } })
    .resize(240, 180, { kernel: 'cubic' })
    .jpeg({ quality: 85 })
    .toBuffer();
}

describe.each(databaseEngines)('an ingest over HTTP, into $name', (engine) => {
  describe.skipIf(!engine.available)('with a database of its own', () => {
    const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'];
    let pictures: Record<string, Uint8Array>;
    let host: PictureHost;
    let fingerprinter: Fingerprinter;
    let test: TestDatabase;
    let database: Database;
    let dir: string;

    beforeAll(async () => {
      test = await engine.create();
      database = await test.open();
      pictures = Object.fromEntries(
        await Promise.all(names.map(async (name, i) => [name, await noise(i + 1)])),
      );
      host = await startPictureHost(pictures);
      fingerprinter = startFingerprinter({
        threads: 1,
        modelsDir: join(tmpdir(), randomUUID()),
        maxPixels: 1e6,
      });
    });
    afterAll(async () => {
      await fingerprinter.close();
      await host.close();
      await database.close();
      await test.remove();
    });
    beforeEach(async () => {
      await emptyDatabase(database);
      dir = await mkdtemp(join(tmpdir(), 'trainspot-ingest-'));
    });
    afterEach(() => rm(dir, { recursive: true, force: true }));

    async function ingest(
      rows: [id: number | null, url: string][],
      segmentsDir = dir,
      modelRevision = findModelCard('pocket').revision,
      deadLinkDays = 30,
    ): Promise<IngestCounts> {
      const file = join(dir, 'manifest.parquet');
      const column = (
        name: string,
        value: (row: [number | null, string], i: number) => unknown,
        type: string,
      ) => ({
        name,
        data: rows.map(value),
        type: type as 'STRING',
        nullable: true,
      });
      const buffer = parquetWriteBuffer({
        columnData: [
          column('SAMPLE_ID', ([id]) => (id === null ? null : BigInt(id)), 'INT64'),
          column('URL', ([, url]) => url, 'STRING'),
          column('TEXT', (_, i) => `caption ${i}`, 'STRING'),
          column('HEIGHT', () => 180, 'INT32'),
          column('WIDTH', () => 240, 'INT32'),
          column('LICENSE', () => '?', 'STRING'),
          column('NSFW', () => 'UNLIKELY', 'STRING'),
          column('similarity', () => 0.3, 'DOUBLE'),
        ],
      });
      await writeFile(file, new Uint8Array(buffer));
      const space = { model: 'pocket', modelRevision, dimensions: 256 };
      const dataset = { dataset: 'laion-400m', release: 'test', rowsPublished: 1000 };
      const publisher = await startPublisher(database, dataset, space, segmentsDir, { deadLinkDays });
      const downloader = createDownloader({
        timeoutMs: 2000,
        maxBytes: 1e6,
        privateHosts: new Set([host.host]),
      });
      try {
        const look = lookAtPictures(picturesOverHttp(downloader), fingerprinter, space.model, 2);
        return await runIngest(await openManifest(file), look, publisher);
      } finally {
        await downloader.close();
        await publisher.close();
      }
    }

    it('counts every row once, by what became of it', async () => {
      const counts = await ingest([
        [1, host.url('a.jpg')],
        [2, host.url('404')],
        [3, host.url('noai')],
        [4, host.url('html')],
        [5, 'http://10.0.0.7/private.jpg'],
        [6, 'not an address'],
        [7, host.url('redirect-to?to=/b.jpg')],
        [8, host.url('short')],
      ]);
      expect(counts).toMatchObject({ rows: 8, indexed: 2, skipped: 0, refused: { 'bad-url': 1 } });
      expect(counts.failed).toMatchObject({ 'http-404': 1, 'opted-out': 1, 'address-refused': 1 });
      expect(Object.values(counts.failed).reduce((sum, count) => sum + count, 0)).toBe(5);
    });

    it('adds only what is new, and tries again what failed', async () => {
      await ingest([
        [1, host.url('a.jpg')],
        [2, host.url('404')],
      ]);
      const asked = host.requests.length;
      const again = await ingest([
        [1, host.url('a.jpg')],
        [2, host.url('b.jpg')],
        [3, host.url('c.jpg')],
      ]);
      expect(again).toMatchObject({ rows: 3, indexed: 2, skipped: 1 });
      expect(host.requests.slice(asked).map(({ path }) => path)).not.toContain('/a.jpg');
      const [index] = await listPublishedIndexes(database);
      expect(index).toMatchObject({ rowsIndexed: 3, rowsPublished: 1000 });
      expect(index.segmentIds).toHaveLength(2);
    });

    it('keeps the rows whose pictures cannot be had, and since when', async () => {
      const urls = ['404', 'noai', 'a.jpg'].map((path) => host.url(path));
      await ingest(urls.map((url, i) => [i, url]));
      const rows = await database.query<{ id: number; caption: string }>(
        'select id, caption from images order by row_id',
      );
      expect(rows.map(({ caption }) => caption)).toEqual(['caption 0', 'caption 1', 'caption 2']);
      const failures = await fetchFailuresOf(
        database,
        rows.map(({ id }) => id),
      );
      expect(failures).toMatchObject([
        { imageId: rows[0].id, reason: 'http-404', kind: 'dead', httpStatus: 404, attempts: 1 },
        { imageId: rows[1].id, kind: 'withheld', optOut: { signal: 'noai', where: 'X-Robots-Tag' } },
      ]);
      expect(failures[0].firstFailedAt).toBeInstanceOf(Date);
    });

    it('asks no dead link again before its time, and whoever wants to asks them all', async () => {
      const rows: [number, string][] = [
        [1, host.url('404')],
        [2, host.url('503')],
        [3, host.url('a.jpg')],
      ];
      await ingest(rows);
      const asked = host.requests.length;
      const paths = (): string[] => host.requests.slice(asked).map(({ path }) => path);
      expect(await ingest(rows)).toMatchObject({ rows: 3, skipped: 2, failed: { 'http-503': 1 } });
      expect(new Set(paths())).toEqual(new Set(['/503']));
      expect(await ingest(rows, dir, undefined, 0)).toMatchObject({ skipped: 1, failed: { 'http-404': 1 } });
      expect(paths()).toContain('/404');
      expect(paths()).not.toContain('/a.jpg');
    });

    it('looks again at an address that is not opened here, since a setting may allow it', async () => {
      const rows: [number, string][] = [
        [1, 'http://10.0.0.7/private.jpg'],
        [2, host.url('404')],
      ];
      await ingest(rows);
      expect(await ingest(rows)).toMatchObject({ skipped: 1, failed: { 'address-refused': 1 } });
    });

    it('takes a repeated row id once, and a repeated address twice', async () => {
      const counts = await ingest([
        [1, host.url('a.jpg')],
        [1, host.url('a.jpg')],
        [2, host.url('a.jpg')],
      ]);
      expect(counts).toMatchObject({ rows: 3, indexed: 2, skipped: 1 });
      expect((await listPublishedIndexes(database))[0].rowsIndexed).toBe(2);
    });

    it('publishes nothing when the segment cannot be written, and goes on the next time', async () => {
      const inTheWay = join(dir, 'no-folder');
      await writeFile(inTheWay, '');
      await expect(ingest([[1, host.url('a.jpg')]], inTheWay)).rejects.toMatchObject({
        code: 'segment-write-failed',
      });
      expect(await listPublishedIndexes(database)).toEqual([]);
      expect(await ingest([[1, host.url('a.jpg')]])).toMatchObject({ indexed: 1 });
      expect((await readdir(dir)).filter((name) => name.startsWith('.'))).toEqual([]);
    });

    it('is not searched with another state of the model than it was made with', async () => {
      await ingest([[1, host.url('a.jpg')]], dir, 'an older one');
      const pool = startSearchPool(1, dir);
      const problems: Error[] = [];
      const live = await followIndexes(database, pool, dir, 60_000, (problem) => problems.push(problem));
      try {
        expect(live.current().open).toEqual([]);
        expect(live.current().broken.get('laion-400m')).toContain('an older one');
        expect(problems).toHaveLength(1);
        await ingest([[1, host.url('a.jpg')]]);
        await live.refresh();
        expect(live.current().open).toMatchObject([{ rowsIndexed: 1 }]);
        expect(live.current().broken.size).toBe(0);
      } finally {
        await live.stop();
        await pool.close();
      }
    });

    it('is taken up by a running service, which answers from it without a restart', async () => {
      await ingest([[1, host.url('a.jpg')]]);
      const pool = startSearchPool(1, dir);
      const comparer = startComparer(1);
      const problems: Error[] = [];
      const live = await followIndexes(database, pool, dir, 60_000, (problem) => problems.push(problem));
      const recent = keepRecentChecks();
      const parts = { indexes: live, fingerprinter, comparer, recent };
      try {
        const check = () => runCheck(pictures['b.jpg'], {}, database, parts);
        expect((await check()).verdict.answer).not.toBe('found');
        await ingest([
          [1, host.url('a.jpg')],
          [2, host.url('b.jpg')],
        ]);
        await live.refresh();
        const { id, verdict, matches, lookAlikes, coverage } = await check();
        expect(verdict.answer).toBe('found');
        expect(recent.find(id)?.groups).toEqual([...matches, ...lookAlikes].map(({ group }) => group));
        expect(recent.find(id)?.graded[0]).toMatchObject({ grade: 'identical', row: { rowId: '2' } });
        expect(matches[0]).toMatchObject({ grade: 'identical', rowId: '2', caption: 'caption 1' });
        expect(coverage).toMatchObject([{ dataset: 'laion-400m', rowsIndexed: 2, model: 'pocket' }]);

        const [{ segmentIds }] = await listPublishedIndexes(database);
        await ingest([[3, host.url('c.jpg')]]);
        const broken = (await listPublishedIndexes(database))[0].segmentIds.find(
          (id) => !segmentIds.includes(id),
        )!;
        await writeFile(join(dir, broken, 'rows.u64'), 'damaged!');
        await live.refresh();
        expect(problems.map(({ message }) => message).join()).toContain(broken);
        // Its last good version still answers.
        expect((await check()).verdict.answer).toBe('found');
      } finally {
        recent.close();
        await live.stop();
        await comparer.close();
        await pool.close();
      }
    });
  });
});
