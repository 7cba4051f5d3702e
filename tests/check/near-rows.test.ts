import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import type { PublishedIndex } from '../../src/db/indexes.ts';
import { findModelCard } from '../../src/models/models.ts';
import { pullModel } from '../../src/models/pull.ts';
import { clipRetrievalOver } from '../../src/service/clip-retrieval.ts';
import type { NearQuery } from '../../src/service/trainspot.ts';
import { layDrawnClip } from '../models/drawn-clip.ts';

const BASE = 'Xenova/clip-vit-base-patch32';
const LARGE = 'Xenova/clip-vit-large-patch14';

function index(
  indexId: number,
  dataset: string,
  release: string,
  model: string,
  modelRevision = 'published',
) {
  const { dimensions } = findModelCard(model);
  const counts = { rowsPublished: null, rowsIndexed: 1, rowsSuppressed: 0, segmentIds: [] };
  return {
    indexId,
    dataset,
    release,
    model,
    modelRevision,
    dimensions,
    ...counts,
    indexedAt: new Date(0),
  } satisfies PublishedIndex;
}

const all = (length: number, value: number): number[] => Array.from({ length }, () => value);

const OPEN = [
  index(1, 'demo', 'bundled', 'pocket', 'third'),
  index(2, 'set', '1', BASE, 'main@0123'),
  index(3, 'set', '2', LARGE),
  index(4, 'other', '1', BASE),
];

describe('the index that a client of clip-retrieval means', () => {
  let modelsDir: string;
  beforeAll(async () => {
    modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
    await layDrawnClip(join(modelsDir, 'source'));
    await pullModel(findModelCard(BASE), modelsDir, { folder: join(modelsDir, 'source') });
  });
  afterAll(() => rm(modelsDir, { recursive: true }));

  /** Which index is asked, and how its query was made. */
  async function asked(name: string | null, of: NearQuery['of'], open: PublishedIndex[] = OPEN) {
    const seen: { index: number; of: unknown }[] = [];
    let how: unknown = null;
    const database = { for: () => database, query: async () => [] } as unknown as Database;
    const near = clipRetrievalOver(database, {
      modelsDir,
      indexes: async () =>
        ({
          current: () => ({ open, broken: new Map(), listed: [] }),
          pool: {
            async search(indexId: number) {
              seen.push({ index: indexId, of: how });
              return [[]];
            },
          },
        }) as never,
      texts: {
        async read(model: string, text: string) {
          how = [model, text];
          return { vector: new Float32Array(512), isCut: false };
        },
        close: async () => {},
      },
      fingerprinter: {
        async fingerprint(_bytes: Uint8Array, models: string[], { views }: { views: readonly string[] }) {
          how = [...models, ...views];
          return { embeddings: [{ vector: new Float32Array(512) }] };
        },
      } as never,
    });
    const query: NearQuery = { of, index: name, modality: 'image', count: 3, detailed: 3 };
    expect(await near.search(query, new AbortController().signal)).toEqual([]);
    return seen;
  }

  it('has its dataset’s name where that has one, and a longer one where it has several', async () => {
    const near = clipRetrievalOver(
      {} as Database,
      {
        indexes: async () => ({ current: () => ({ open: OPEN }) }) as never,
      } as never,
    );
    expect(await near.indices()).toEqual(['demo', `set 1 ${BASE}`, `set 2 ${LARGE}`, 'other']);
  });

  it.each<[what: string, name: string | null, of: NearQuery['of'], index: number, how: unknown]>([
    ['the first for a picture', null, { picture: Uint8Array.of(1) }, 1, ['pocket', 'trimmed', 'as-is']],
    ['the first that reads words', null, { text: ' a heron ' }, 2, [BASE, 'a heron']],
    ['the first of so many dimensions', null, { vector: all(768, 1) }, 3, null],
    ['the named one', 'other', { picture: Uint8Array.of(1) }, 4, [BASE, 'as-is']],
    ['the named one of several', `set 2 ${LARGE}`, { vector: all(768, 1) }, 3, null],
    ['of a dataset’s, the one it can be', 'set', { vector: all(768, 1) }, 3, null],
    ['an own index of whole pictures', 'set', { picture: Uint8Array.of(1) }, 2, [BASE, 'trimmed', 'as-is']],
  ])('is %s', async (_what, name, of, expected, how) => {
    expect(await asked(name, of)).toEqual([{ index: expected, of: how }]);
  });

  it.each<[what: string, name: string | null, of: NearQuery['of'], code: string, why: string]>([
    ['a name that is none', 'laion5B', { text: 'a' }, 'search-invalid', `there are: demo, set 1 ${BASE}`],
    [
      'words for pictures alone',
      'demo',
      { text: 'a' },
      'words-not-searchable',
      'reads pictures and no words',
    ],
    ['words that nobody brought', `set 2 ${LARGE}`, { text: 'a' }, 'words-not-searchable', 'models pull'],
    ['a vector of no model', 'set', { vector: [1, 0] }, 'search-invalid', "'embedding_input' has 2 values"],
    ['a vector without a direction', 'other', { vector: all(512, 0) }, 'search-invalid', 'length is 0'],
    ['an infinite vector', 'other', { vector: all(512, 1e308) }, 'search-invalid', 'Infinity'],
  ])('is none for %s', async (_what, name, of, code, why) => {
    await expect(asked(name, of)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(why) as string,
    });
  });

  it('is none while none is open', async () => {
    await expect(asked(null, { text: 'a' }, [])).rejects.toMatchObject({ code: 'index-not-open' });
  });
});
