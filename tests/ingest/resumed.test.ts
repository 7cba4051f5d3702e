import { mkdir, mkdtemp, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { indexDataset } from '../../src/service/indexing/index-dataset.ts';
import type { IndexRequest, IndexSummary } from '../../src/service/indexing/index-request.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { bareRow } from '../../src/core/dataset.ts';
import { failureKind } from '../../src/core/fetch-failure.ts';
import type { Database } from '../../src/db/database.ts';
import { listDatasets } from '../../src/db/datasets.ts';
import { removeImages } from '../../src/db/remove-images.ts';
import type { RowProcessor } from '../../src/ingest/row-processor.ts';
import { rowSource } from '../../src/ingest/manifest/row-source.ts';
import type { SeenRow } from '../../src/ingest/publish/image.ts';
import { startPublisher } from '../../src/ingest/publish/publisher.ts';
import { runIngest } from '../../src/ingest/run.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { npy, unit } from './npy-files.ts';
import { laionColumns, write } from './parquet-files.ts';

const CARD = 'laion-400m/clip-vit-base-patch32';
const ROWS = 40;
const COLUMNS = 'url=url,caption=caption';
/** More than are read of a file when it is opened, and more bytes. */
const MANY_ROWS = 800;
const LONG = 'Row '.repeat(250);

/** A file of rows that no other number has; one of them is refused. */
function lines(file: number, caption = 'Row', count = ROWS): string {
  const rows = Array.from({ length: count }, (_, i) =>
    i === 7 ? 'no address\tRefused' : `https://a.example/${file}/${i}.jpg\t${caption} ${i} of ${file}`,
  );
  return `url\tcaption\n${rows.join('\n')}\n`;
}

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`an ingest that is run again, on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    let dir: string;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });
    beforeEach(async () => {
      await emptyDatabase(database);
      dir = await mkdtemp(join(tmpdir(), 'trainspot-resumed-'));
    });
    afterEach(() => rm(dir, { recursive: true }));

    function ingest(request: Partial<IndexRequest>): Promise<IndexSummary> {
      const config = { ...loadConfig({}), DATA_DIR: join(dir, 'data') };
      return indexDataset({ dataset: 'set', ...request }, config, database, {});
    }
    function list(...names: string[]): Promise<IndexSummary> {
      const columns = names[0].endsWith('.tsv') ? COLUMNS : undefined;
      return ingest({ manifest: names.map((name) => join(dir, name)), columns, metadataOnly: true });
    }
    const put = (name: string, bytes: string | Uint8Array): Promise<void> =>
      writeFile(join(dir, name), bytes);
    const saved = (): Promise<{ row: string }[]> =>
      database.query(
        `select concat_ws(' ', f.name, i.row_id, i.url, i.caption) as row
         from images i left join manifest_files f on f.id = i.file_id order by 1`,
      );

    it.each<[string, string, () => Promise<Uint8Array>, RegExp]>([
      [
        'cut off',
        'b.tsv.gz',
        async () => gzipSync(lines(2, LONG, MANY_ROWS), { level: 0 }).subarray(0, 600_000),
        /'b.tsv.gz' cannot be read: its gzip data are cut off. The \d+ rows before that were read. Mend the file/,
      ],
      [
        'damaged inside',
        'b.parquet',
        async () => {
          const whole = await parquetBytes();
          return Buffer.from(whole).fill(0xff, 40, 400);
        },
        /'b.parquet' cannot be read: .* The 0 rows before that were read. Mend the file/,
      ],
    ])(
      'keeps what stood before a file that is %s, names it and the place, and goes on once it is mended',
      async (_, name, damaged, message) => {
        const isParquet = name.endsWith('.parquet');
        const whole = isParquet ? await parquetBytes() : gzipSync(lines(2, LONG, MANY_ROWS), { level: 0 });
        const others = isParquet ? ['a.parquet', 'c.parquet'] : ['a.tsv', 'c.tsv'];
        for (const [i, other] of others.entries()) {
          await put(other, isParquet ? await parquetBytes(1 + 2 * i) : lines(1 + 2 * i));
        }
        await put(name, await damaged());
        const files = [others[0], name, others[1]];
        await expect(list(...files)).rejects.toMatchObject({
          code: 'manifest-unreadable',
          message: expect.stringMatching(message),
        });
        const before = await saved();
        expect(before.length).toBeGreaterThanOrEqual(ROWS - 1);
        await put(name, whole);
        const { skipped, listed } = await list(...files);
        expect(skipped).toBe(ROWS - 1);
        const own = isParquet ? ROWS - 1 : MANY_ROWS - 1;
        expect(listed).toBe(own + ROWS - 1);
        const mended = await saved();
        expect(mended.map(({ row }) => row)).toEqual(expect.arrayContaining(before.map(({ row }) => row)));
        await removeImages(database, (await listDatasets(database))[0].id, null);
        await list(...files);
        expect(await saved()).toEqual(mended);
        expect(mended).toHaveLength(own + 2 * (ROWS - 1));
      },
    );

    async function parquetBytes(file = 2): Promise<Uint8Array> {
      const ids = Array.from({ length: ROWS }, (_, i) => BigInt(1000 * file + i));
      const urls = ids.map((id, i) => (i === 7 ? 'no address' : `https://a.example/${id}.jpg`));
      const columns = laionColumns({ SAMPLE_ID: ids, URL: urls });
      return readFile(await write(dir, 'draft.parquet', columns));
    }

    it('passes over whole files at once, counts them as before, and reads what changed', async () => {
      await put('a.tsv', lines(1));
      await put('b.tsv', lines(2));
      expect(await list('a.tsv', 'b.tsv')).toMatchObject({
        listed: 78,
        skipped: 0,
        refused: { 'bad-url': 2 },
      });
      const passedOver = { rows: 80, listed: 0, skipped: 78, refused: { 'bad-url': 2 }, kept: 78 };
      expect(await list('a.tsv', 'b.tsv')).toMatchObject(passedOver);

      // The same size and the same time, and another content.
      const { atime, mtime } = await stat(join(dir, 'a.tsv'));
      await put('a.tsv', lines(1, 'Sow'));
      await utimes(join(dir, 'a.tsv'), atime, mtime);
      expect(await list('a.tsv', 'b.tsv')).toMatchObject({ listed: 39, skipped: 39 });
      expect((await saved())[0].row).toMatch(/Sow/);
      await put('a.tsv', lines(1));
      expect(await list('a.tsv')).toMatchObject({ listed: 39, skipped: 0 });
      expect((await saved())[0].row).toMatch(/Row/);
    });

    it('reads files again that are read otherwise, or of another dataset or release', async () => {
      await put('a.tsv', lines(1));
      const manifest = join(dir, 'a.tsv');
      const request = { manifest, metadataOnly: true, columns: COLUMNS };
      await ingest(request);
      expect(await ingest(request)).toMatchObject({ listed: 0, skipped: 39 });
      expect(await ingest({ ...request, release: '2' })).toMatchObject({ listed: 39 });
      expect(await ingest({ ...request, dataset: 'other' })).toMatchObject({ listed: 39 });
      expect(await ingest({ ...request, columns: 'url=url,page=caption' })).toMatchObject({ listed: 39 });
      expect(await ingest({ ...request, columns: 'url=url,author=caption' })).toMatchObject({ listed: 39 });
    });

    it('brings removed rows back', async () => {
      await put('a.tsv', lines(1));
      await list('a.tsv');
      const [{ id }] = await listDatasets(database);
      expect(await removeImages(database, id, ['3'])).toBe(1);
      expect(await list('a.tsv')).toMatchObject({ listed: 39, skipped: 0 });
      expect(await saved()).toHaveLength(39);
    });

    it('takes vectors of files whose rows alone were taken; and those once, but when it rebuilds', async () => {
      await mkdir(join(dir, 'img_emb'));
      await mkdir(join(dir, 'metadata'));
      const urls = Array.from({ length: 9 }, (_, i) => `https://a.example/${i}.jpg`);
      const columns = ['url', 'caption'].map((name) => ({ name, data: urls, type: 'STRING' as const }));
      const rows = await write(join(dir, 'metadata'), 'metadata_0.parquet', columns);
      const vectors = join(dir, 'img_emb', 'img_emb_0.npy');
      await writeFile(vectors, npy(Array.from({ length: 9 }, (_, i) => unit(i))));
      const all = { rows: 9, refused: {} };
      await ingest({ manifest: rows, format: 'clip-retrieval', metadataOnly: true });
      const request = { embeddings: dir, model: CARD };
      expect(await ingest(request)).toMatchObject({ ...all, indexed: 9, skipped: 0 });
      expect(await ingest(request)).toMatchObject({ ...all, indexed: 0, skipped: 9 });
      expect(await ingest({ ...request, rebuild: true })).toMatchObject({ ...all, indexed: 9, skipped: 0 });
      expect(await ingest(request)).toMatchObject({ ...all, indexed: 0, skipped: 9 });
      await truncate(vectors, (await stat(vectors)).size - 1);
      await expect(ingest(request)).rejects.toMatchObject({ code: 'embeddings-unreadable' });
    });

    it.each([
      ['were dead', 'http-404', 30, true],
      ['were dead, and are to be asked again at once', 'http-404', 0, false],
      ['did not answer this time', 'http-503', 30, false],
      ['were larger than is taken', 'too-large', 30, true],
      ['lay at an address that a setting keeps from being opened', 'address-refused', 30, false],
      ['lay at an address that can be mended', 'address-invalid', 30, false],
      ['lay in no folder', null, undefined, false],
    ])('tries a file again whose pictures %s, or not', async (_, reason, deadLinkDays, isPassedOver) => {
      const dataset = { dataset: 'pictures', release: '1', rowsPublished: null };
      const space = { model: 'pocket', modelRevision: '1', dimensions: 4 };
      await mkdir(join(dir, 'segments'));
      let reads = 0;
      const source = rowSource(2, [
        {
          name: 'a',
          content: async () => ({ sha256: '00'.repeat(32), isUnchanged: async () => true }),
          async *rows() {
            reads++;
            for (const i of [0, 1]) yield bareRow(String(i), i, `https://a.example/${i}.jpg`);
          },
        },
      ]);
      const failure = reason && {
        reason,
        kind: failureKind(reason),
        httpStatus: null,
        host: null,
        optOut: null,
        attempts: 1,
      };
      const look: RowProcessor<ReturnType<typeof bareRow>, SeenRow> = {
        batchRows: 10,
        at: async (rows) => ({
          seen: rows
            .filter(({ line }) => line === 0)
            .map((row) => ({ row, vector: unit(1, 4), picture: null, keypoints: null })),
          missed: rows
            .filter(({ line }) => line === 1)
            .map((row) => ({ row, reason: 'x', failure: failure || null })),
        }),
      };
      for (let run = 0; run < 2; run++) {
        const publisher = await startPublisher(database, dataset, space, join(dir, 'segments'), {
          deadLinkDays,
        });
        await runIngest(source, look, publisher).finally(() => publisher.close());
      }
      expect(reads).toBe(isPassedOver ? 1 : 2);
    });
  });
}
