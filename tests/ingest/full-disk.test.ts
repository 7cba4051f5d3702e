import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PUBLISHED_REVISION } from '../../src/core/model-card.ts';
import { databaseEngines, type DatabaseEngine, type TestDatabase } from '../helpers/databases.ts';
import { npy, unit } from './npy-files.ts';
import { write } from './parquet-files.ts';
import { expectWholeSegments, whatIsThere } from './what-is-there.ts';

const COMMAND = fileURLToPath(new URL('../../scripts/trainspot.mjs', import.meta.url));
const MODEL = 'laion-400m/clip-vit-base-patch32';
const SPACE = { model: MODEL, modelRevision: PUBLISHED_REVISION, dimensions: 512 };
const [PARTS, ROWS] = [2, 600];
const TIMEOUT_MS = 900_000;
const MIB = 1024 * 1024;

/** A way to have no room in a folder. */
interface Shortage {
  name: string;
  /** Before the command, in the shell that runs it. */
  limit: string;
  /** Makes the folder, and gives a way to make room in it. */
  prepare: (folder: string) => { makeRoom: () => void; remove: () => void };
}

/** No file may be longer than this: writing fails, as on a full disk, and needs no rights. */
const shortFiles = (kibibytes: number): Shortage => ({
  name: `files of ${kibibytes} KiB at most`,
  limit: `ulimit -f ${kibibytes};`,
  prepare: () => ({ makeRoom: () => {}, remove: () => {} }),
});

const smallFileSystem = (bytes: number): Shortage => ({
  name: `a file system of ${bytes / MIB} MiB`,
  limit: '',
  prepare(folder) {
    const mount = (...words: string[]): unknown => execFileSync('mount', ['-t', 'tmpfs', ...words, folder]);
    mount('-o', `size=${bytes}`, 'tmpfs');
    return {
      makeRoom: () => mount('-o', `remount,size=${20 * bytes}`, 'tmpfs'),
      // Lazily: an index that was opened stays mapped until its memory is collected.
      remove: () => execFileSync('umount', ['--lazy', folder]),
    };
  },
});

/** Mounting takes rights that a container may lack; then the other way alone is tried. */
const canMount = await (async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trainspot-mount-'));
  try {
    smallFileSystem(MIB).prepare(folder).remove();
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
})();

/** Of the server's database only the segments lie in the data folder; the embedded one's own files take 40 MB. */
const SHORTAGES: Record<DatabaseEngine['name'], Shortage[]> = {
  postgres: [shortFiles(1024), ...(canMount ? [smallFileSystem(2 * MIB)] : [])],
  pglite: [shortFiles(8192), ...(canMount ? [smallFileSystem(42 * MIB)] : [])],
};

describe.each(databaseEngines)('an ingest into $name', (engine) => {
  describe.skipIf(!engine.available)('that finds no room', () => {
    let embeddings: string;
    let expected: string[];
    const homes: TestDatabase[] = [];
    async function fresh(): Promise<TestDatabase> {
      const home = await engine.create();
      await mkdir(home.settings.dataDir, { recursive: true });
      homes.push(home);
      return home;
    }
    beforeAll(async () => {
      embeddings = await mkdtemp(join(tmpdir(), 'trainspot-embeddings-'));
      for (const folder of ['img_emb', 'metadata']) await mkdir(join(embeddings, folder));
      for (let part = 0; part < PARTS; part++) {
        const urls = Array.from({ length: ROWS }, (_, i) => `https://a.example/${part}/${i}.jpg`);
        const caption = urls.map((url) => `A picture at ${url}. `.repeat(20));
        const columns = [
          { name: 'url', data: urls, type: 'STRING' as const },
          { name: 'caption', data: caption, type: 'STRING' as const },
        ];
        await write(join(embeddings, 'metadata'), `metadata_${part}.parquet`, columns);
        const vectors = urls.map((_, i) => unit(ROWS * part + i));
        await writeFile(join(embeddings, 'img_emb', `img_emb_${part}.npy`), npy(vectors));
      }
      const home = await fresh();
      expect(await ingest(home)).toMatchObject({ code: 0 });
      expected = await result(home);
      expect(expected.length).toBe(PARTS * ROWS);
    }, TIMEOUT_MS);
    afterEach(async () => {
      for (const home of homes.splice(0)) {
        await home.remove();
        await rm(home.settings.dataDir, { recursive: true, force: true });
      }
    });
    afterAll(() => rm(embeddings, { recursive: true }));

    async function ingest(home: TestDatabase, limit = ''): Promise<{ code: number | null; said: string }> {
      const words = `index --dataset set --embeddings ${embeddings} --model ${MODEL} --json --data ${home.settings.dataDir}`;
      const { databaseUrl } = home.settings;
      const child = spawn('bash', ['-c', `${limit} exec "${process.execPath}" "${COMMAND}" ${words}`], {
        env: { ...process.env, ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }) },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
      return { code: code as number | null, said };
    }
    async function result(home: TestDatabase): Promise<string[]> {
      const database = await home.open();
      try {
        await expectWholeSegments(database, home.settings.dataDir, SPACE);
        return await whatIsThere(database, home.settings.dataDir, SPACE, PARTS * ROWS + 1);
      } finally {
        await database.close();
      }
    }

    it.each(SHORTAGES[engine.name])(
      '($name) says so, names the folder, leaves nothing half done, and completes once there is room',
      async ({ limit, prepare }) => {
        const home = await fresh();
        const { dataDir } = home.settings;
        const held = engine.name === 'pglite' ? await homeElsewhere(home) : null;
        const room = prepare(dataDir);
        try {
          await held?.putBack();
          const { code, said } = await ingest(home, limit);
          expect(said).toContain(`trainspot: `);
          expect(said).toMatch(/[Ii]s the disk full(, or the folder not writable)?\?/);
          expect(said).toContain(`Free some space in the data folder ${dataDir}`);
          expect(said).toContain('run the same command again');
          expect(said).not.toMatch(/^\s+at /m);
          expect(code).toBe(1);
          room.makeRoom();
          const database = await home.open();
          await expectWholeSegments(database, dataDir, SPACE).finally(() => database.close());
          expect(await ingest(home)).toMatchObject({ code: 0 });
          expect(await result(home)).toEqual(expected);
        } finally {
          await held?.remove();
          room.remove();
        }
      },
      TIMEOUT_MS,
    );

    /** The files of an embedded database, kept while a file system is put in their folder's place. */
    async function homeElsewhere({ settings: { dataDir } }: TestDatabase) {
      const elsewhere = `${dataDir}-elsewhere`;
      execFileSync('cp', ['-r', dataDir, elsewhere]);
      return {
        putBack: async () => void execFileSync('cp', ['-rT', elsewhere, dataDir]),
        remove: () => rm(elsewhere, { recursive: true, force: true }),
      };
    }
  });
});
