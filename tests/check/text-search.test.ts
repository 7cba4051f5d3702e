import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchByText } from '../../src/check/text-search.ts';
import type { Database } from '../../src/db/database.ts';
import { findModelCard } from '../../src/models/models.ts';
import { pullModel } from '../../src/models/pull.ts';
import { loadConfig, type Config } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { indexDataset } from '../../src/service/indexing/index-dataset.ts';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import type { OpenTrainspot } from '../../src/service/trainspot.ts';
import { embeddedEngine, type TestDatabase } from '../helpers/databases.ts';
import { addressOf, CAPTIONS, layWordsIndex, WORDS_CARD } from '../helpers/words-index.ts';
import { wordsVector } from '../models/drawn-clip.ts';

const CARD = findModelCard(WORDS_CARD);

describe('a search without a picture', () => {
  let home: TestDatabase;
  let database: Database;
  let config: Config;
  let laid: Awaited<ReturnType<typeof layWordsIndex>>;
  let service: OpenTrainspot;
  beforeAll(async () => {
    home = await embeddedEngine.create();
    database = await home.open();
    config = loadConfig({ DATA_DIR: home.settings.dataDir, WORKER_THREADS: '1' });
    laid = await layWordsIndex();
    await pullModel(CARD, dataPaths(config.DATA_DIR).modelsDir, { folder: laid.model });
    await indexDataset({ dataset: 'laion-400m', embeddings: laid.set }, config, database, {});
    await indexDataset({ dataset: 'other', embeddings: laid.set, model: WORDS_CARD }, config, database, {});
    service = openTrainspot(config, database, { report: (problem) => expect.fail(problem.message) });
  });
  afterAll(async () => {
    await service.close();
    await database.close();
    await home.remove();
    await laid.remove();
  });

  const refused = (asked: Promise<unknown>) =>
    asked.then(
      () => expect.fail('it was answered'),
      ({ code, message }: { code: string; message: string }) => ({ code, message }),
    );

  it.each(CAPTIONS.map((caption, i) => ({ caption, i })))(
    'by words brings up the row whose picture says them: $caption',
    async ({ caption, i }) => {
      const answer = await service.searchText({
        text: `  ${caption.toUpperCase()}`,
        datasets: ['laion-400m'],
      });
      expect(answer.lookAlikes).toHaveLength(CAPTIONS.length);
      const [first, ...others] = answer.lookAlikes;
      expect(first).toMatchObject({ grade: 'look-alike', model: WORDS_CARD });
      expect(first.row).toMatchObject({ dataset: 'laion-400m', url: addressOf(i), caption });
      expect(first.similarity).toBeGreaterThan(0.999);
      for (const { similarity } of others) expect(similarity).toBeLessThan(0.999);
    },
  );

  it('says what a cosine means, what was searched and what was not, and never that anything was found', async () => {
    const answer = await service.searchText({ text: 'a heron', datasets: ['laion-400m'], limit: 2 });
    expect(answer.lookAlikes).toHaveLength(2);
    expect(answer.sentence).toContain('LAION-400M, version');
    expect(answer.sentence).toContain('look-alikes and nothing more');
    expect(JSON.stringify(answer)).not.toMatch(/\bfound\b(?! by)/i);
    expect(answer.readings).toEqual([{ model: WORDS_CARD, words: CARD.text!.reading }]);
    expect(answer.coverage).toMatchObject([{ dataset: 'laion-400m', rowsIndexed: CAPTIONS.length }]);
    expect(answer.notSearched).toContainEqual({ dataset: 'other', why: 'The request left it out.' });
    expect(answer.notes).toBeUndefined();
  });

  it('searches every dataset whose model reads words, and tells which those are', async () => {
    const { lookAlikes } = await service.searchText({ text: CAPTIONS[3] });
    expect(
      lookAlikes
        .slice(0, 2)
        .map(({ row }) => row.dataset)
        .toSorted(),
    ).toEqual(['laion-400m', 'other']);
    expect((await service.searched()).byWords).toEqual(['laion-400m', 'other']);
  });

  it('shows no row that is suppressed, and the next in its place', async () => {
    const ask = async () => {
      const answer = await service.searchText({ text: CAPTIONS[0], datasets: ['laion-400m'], limit: 3 });
      const near = await service.searchVector({
        model: WORDS_CARD,
        vector: [...wordsVector(CAPTIONS[0])],
        datasets: ['laion-400m'],
        limit: 3,
      });
      expect(near.lookAlikes.map(({ row }) => row.url)).toEqual(answer.lookAlikes.map(({ row }) => row.url));
      return { urls: answer.lookAlikes.map(({ row }) => row.url), coverage: answer.coverage };
    };
    const before = await ask();
    expect(before.urls).toHaveLength(3);
    const { id } = await service.suppress({ url: addressOf(0), reason: 'The artist asked.', by: 'a test' });
    const during = await ask();
    expect(during.urls).not.toContain(addressOf(0));
    expect(during.urls).toHaveLength(3);
    expect(during.urls.slice(0, 2)).toEqual(before.urls.slice(1));
    expect(during.coverage).toMatchObject([{ rowsIndexed: CAPTIONS.length - 1, rowsSuppressed: 1 }]);
    await service.lift({ id, by: 'a test', reason: null });
    expect((await ask()).urls).toEqual(before.urls);
  });

  it('says where the end of a text was not read', async () => {
    const { notes } = await service.searchText({ text: `${CAPTIONS[0]} `.repeat(40) });
    expect(notes).toEqual([expect.stringContaining('77 tokens')]);
  });

  it.each([
    ['nothing', '', 'is empty'],
    ['spaces', ' \n ', 'is empty'],
    ['10,000 words', 'word '.repeat(10_000), "'text' has 49999 characters; 2000 are taken"],
  ])('refuses a text of %s', async (_what, text, why) => {
    const { code, message } = await refused(service.searchText({ text }));
    expect(code).toBe('search-invalid');
    expect(message).toContain(why);
  });

  it('refuses a dataset that is not here', async () => {
    expect(await refused(service.searchText({ text: 'a', datasets: ['absent'] }))).toMatchObject({
      code: 'dataset-unknown',
    });
  });

  const unit = [...wordsVector('a')];
  it.each<[what: string, model: string, vector: number[], why: RegExp]>([
    ['a model that nobody knows', 'clip', unit, /'model' is 'clip'; the indexes here are of: laion-400m/],
    ['a model without an index', 'pocket', unit, /'model' is 'pocket'/],
    ['too few values', WORDS_CARD, unit.slice(1), /'vector' has 511 values; those of .* have 512/],
    ['too many values', WORDS_CARD, [...unit, 0], /has 513 values/],
    ['NaN', WORDS_CARD, unit.with(7, Number.NaN), /NaN as value 7/],
    ['an infinity', WORDS_CARD, unit.with(9, Number.POSITIVE_INFINITY), /Infinity as value 9/],
    ['the norm 2', WORDS_CARD, unit.map((value) => 2 * value), /the norm (2|1\.99)/],
    ['the norm 0', WORDS_CARD, unit.map(() => 0), /the norm 0;/],
    ['a norm beyond numbers', WORDS_CARD, unit.map(() => 1e300), /the norm (Infinity|2\.2)/],
  ])('refuses a vector by name: %s', async (_what, model, vector, why) => {
    const { code, message } = await refused(service.searchVector({ model, vector }));
    expect(code).toBe('search-invalid');
    expect(message).toMatch(why);
  });

  it('finds the row of a published vector, as 16-bit floats have it', async () => {
    const vector = [...wordsVector(CAPTIONS[2])].map((value) => Math.round(value * 512) / 512);
    const answer = await service.searchVector({ model: WORDS_CARD, vector, datasets: ['other'] });
    expect(answer.lookAlikes[0].row).toMatchObject({ dataset: 'other', caption: CAPTIONS[2] });
    expect(answer.readings).toEqual([{ model: WORDS_CARD, words: CARD.similarity.measured }]);
    expect(answer.notSearched).toContainEqual({ dataset: 'laion-400m', why: 'The request left it out.' });
  });

  it('ends where nobody waits for it any more', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(service.searchText({ text: 'a' }, gone)).rejects.toThrow();
  });
});

describe('a search by words where no model reads them', () => {
  it('says of each index why not: a model of pictures alone, a text tower that was not pulled, rows without pictures', async () => {
    const index = (dataset: string, model: string) => ({
      indexId: 1,
      dataset,
      release: '1',
      rowsPublished: null,
      model,
      modelRevision: 'published',
      dimensions: 512,
      segmentIds: [],
      rowsIndexed: 3,
      rowsSuppressed: 0,
      indexedAt: new Date(0),
    });
    const listed = [
      {
        id: 3,
        dataset: 'rows',
        release: '1',
        rowsPublished: null,
        rowsListed: 5,
        rowsHashed: 0,
        rowsFingerprinted: 0,
        rowsSuppressed: 0,
      },
    ];
    const open = [index('drawn', 'pocket'), index('clip', WORDS_CARD)];
    const modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
    const indexes = {
      pool: {} as never,
      seen: {} as never,
      report: () => {},
      current: () => ({ open, broken: new Map(), listed }),
      cardOf: findModelCard,
      refresh: async () => {},
      stop: async () => {},
    };
    const parts = { indexes, modelsDir, texts: {} as never };
    await expect(searchByText({ text: 'a heron' }, {} as never, parts)).rejects.toMatchObject({
      code: 'words-not-searchable',
      message: expect.stringMatching(
        /drawn: .*pocket, which reads pictures and no words.* clip: .*models pull laion-400m\/clip-vit-base-patch32.* rows: .*captions/,
      ) as string,
    });
    await rm(modelsDir, { recursive: true });
  });
});
