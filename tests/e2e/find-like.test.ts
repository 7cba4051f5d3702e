import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LookAlikes } from '../../src/api/look-alikes.ts';
import { layDatabase } from '../helpers/databases.ts';
import { type DemoServer, startServerOn } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';
import { layDrawnClip } from '../models/drawn-clip.ts';
import { addressOf, CAPTIONS, layWordsIndex, WORDS_CARD } from '../helpers/words-index.ts';

describe('find --like', () => {
  let laid: Awaited<ReturnType<typeof layWordsIndex>>;
  let dataDir: string;
  beforeAll(async () => {
    laid = await layWordsIndex();
    dataDir = await mkdtemp(join(tmpdir(), 'trainspot-like-'));
    await layDatabase(dataDir);
  });
  afterAll(async () => {
    await rm(dataDir, { recursive: true, force: true });
    await laid.remove();
  });

  const run = (...words: string[]) => runCli([...words, '--data', dataDir]);
  const like = async (...words: string[]) => {
    const { code, stdout, stderr } = await run('find', '--like', ...words, '--json');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return JSON.parse(stdout) as LookAlikes;
  };

  it('needs an index, then a model that reads words, and says which step is missing', async () => {
    const empty = await run('find', '--like', 'a heron');
    expect(empty.code).toBe(1);
    expect(empty.stderr).toContain('No index is open');

    // From where there is no such half, pictures are read all the same; and what is missing is brought by the next pull.
    await layDrawnClip(join(dataDir, 'half'), { text: false });
    const half = await run('models', 'pull', WORDS_CARD, '--from', join(dataDir, 'half'));
    expect([half.code, half.stdout]).toEqual([0, expect.stringContaining('reads pictures and no words')]);
    await run('index', '--dataset', 'laion-400m', '--embeddings', laid.set);
    const deaf = await run('find', '--like', 'a heron');
    expect(deaf.code).toBe(1);
    expect(deaf.stderr).toContain(`laion-400m: The half of ${WORDS_CARD} that reads words is not here.`);
    expect(deaf.stderr).toContain(`npx trainspot models pull ${WORDS_CARD}`);

    const pulled = await run('models', 'pull', WORDS_CARD, '--from', laid.model);
    expect(pulled.stdout).toContain('every file of it is checked');
    expect(pulled.stdout).not.toContain('no words');
    expect((await run('models', 'list')).stdout).toMatch(
      /^laion-400m\/clip-vit-base-patch32 +pulled.*\n.*\n.*\n +reads: pictures and words$/m,
    );
    const indexed = await run('index', '--dataset', 'laion-400m', '--embeddings', laid.set, '--json');
    expect(JSON.parse(indexed.stdout)).toMatchObject({ rows: CAPTIONS.length, failed: {} });
  });

  it('finds by words in its own process and by a running server alike', async () => {
    const own = await like(CAPTIONS[4], '--limit', '3');
    expect(own.lookAlikes.map(({ grade }) => grade)).toEqual(['look-alike', 'look-alike', 'look-alike']);
    expect(own.lookAlikes[0].row).toMatchObject({ url: addressOf(4), caption: CAPTIONS[4] });
    let server: DemoServer | null = null;
    try {
      server = await startServerOn(dataDir);
      expect(await like(CAPTIONS[4], '--limit', '3')).toEqual(own);
      const { stdout, code } = await run('find', '--like', CAPTIONS[0], '--dataset', 'laion-400m');
      expect(code).toBe(0);
      expect(stdout).toContain('look-alikes and nothing more');
      expect(stdout).toMatch(
        /pictures\.example\/0\.jpg\n.*\n? *.*look-alike, cosine [01]\.\d{3} by laion-400m/,
      );
      expect(stdout).toContain('A cosine by laion-400m/clip-vit-base-patch32: It says how well');
    } finally {
      await server?.end();
    }
  });

  it.each<[what: string, words: string[], why: string]>([
    ['a caption', ['--like', 'a', '--caption', 'b'], '--like stands alone; --caption'],
    ['an address', ['--like', 'a', '--url', 'https://a.example/', '--after', 'x'], '--url and --after'],
    ['a host alone', ['--like', 'a', '--no-subdomains'], '--no-subdomains'],
    ['too many rows', ['--like', 'a', '--limit', '101'], "--limit is '101'"],
    ['10,000 words', ['--like', 'word '.repeat(10_000)], '50000 characters; 2000 are taken'],
    ['spaces', ['--like', '  '], "'text' is empty"],
  ])('ends with 2 for wrong usage: %s', async (_what, words, why) => {
    const { code, stderr } = await run('find', ...words);
    expect(stderr).toContain(why);
    expect(code).toBe(2);
  });
});
