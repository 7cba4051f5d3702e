import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cosineSimilarity } from '../../src/core/embedding.ts';
import { QUERY_OPTIONS, ROW_OPTIONS } from '../../src/core/fingerprint-options.ts';
import { ORIENTATIONS, VIEWS } from '../../src/core/picture.ts';
import { openClip } from '../../src/fingerprint/embedding/clip.ts';
import { findModelCard } from '../../src/models/models.ts';
import { verifyModelFiles } from '../../src/models/store.ts';
import { fingerprintPicture } from '../../src/fingerprint/fingerprint.ts';
import { startFingerprinter, type Fingerprinter } from '../../src/fingerprint/fingerprinter.ts';
import { fileHashes } from '../../src/fingerprint/hashes.ts';

const MAX_PIXELS = 1_000_000;
const pocket = findModelCard('pocket');
const demo = (name: string) =>
  readFile(new URL(`../../assets/demo/pictures/demo-${name}.jpg`, import.meta.url));

let modelsDir: string;
let fingerprinter: Fingerprinter;

beforeAll(async () => {
  modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
  fingerprinter = startFingerprinter({ threads: 2, modelsDir, maxPixels: MAX_PIXELS });
});

afterAll(async () => {
  await fingerprinter.close();
  await rm(modelsDir, { recursive: true });
});

describe('a fingerprint', () => {
  it('from a thread is the one made here', async () => {
    const bytes = await demo('001');
    const embedder = await openClip(pocket, await verifyModelFiles(pocket, modelsDir));
    const here = await fingerprintPicture(bytes, MAX_PIXELS, [embedder], QUERY_OPTIONS);
    await embedder.close();
    expect(await fingerprinter.fingerprint(bytes, ['pocket'], QUERY_OPTIONS)).toEqual(here);
  });

  it('holds the facts of the picture and one vector for each view', async () => {
    const bytes = await demo('002');
    const { width, height } = await sharp(bytes).metadata();
    const { picture, orientedPdq, embeddings } = await fingerprinter.fingerprint(
      bytes,
      ['pocket'],
      QUERY_OPTIONS,
    );
    expect(picture).toMatchObject({ width, height, format: 'jpeg', ...fileHashes(bytes) });
    expect(picture.pdq).toBe(orientedPdq['as-is']);
    expect(Object.keys(orientedPdq).toSorted()).toEqual([...ORIENTATIONS].toSorted());
    // It has no border to trim, and may be busy all over.
    const views = embeddings.map(({ view }) => view);
    expect(views).toEqual(VIEWS.filter((view) => views.includes(view)));
    expect(VIEWS.length - views.length).toBeLessThanOrEqual(2);
    expect(embeddings.every(({ model }) => model === 'pocket')).toBe(true);
    for (const { vector } of embeddings) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  });

  it('says what its file lacks, and nothing of one that lacks nothing', async () => {
    const file = await demo('003');
    const look = { views: [], keypoints: 'none' } as const;
    expect((await fingerprinter.fingerprint(file, [], look)).picture).not.toHaveProperty('notes');
    const { picture } = await fingerprinter.fingerprint(file.subarray(0, -2), [], look);
    expect(picture.notes).toEqual([expect.stringMatching(/end marker/)]);
  });

  it('sees a mirrored copy in the mirrored view', async () => {
    const bytes = await demo('003');
    const mirrored = await sharp(bytes).flop().png().toBuffer();
    const ofOriginal = await fingerprinter.fingerprint(bytes, ['pocket'], ROW_OPTIONS);
    const ofMirrored = await fingerprinter.fingerprint(mirrored, ['pocket'], {
      views: ['as-is', 'mirrored'],
      keypoints: 'row',
    });
    const [{ vector: original }] = ofOriginal.embeddings;
    const [asIs, turnedBack] = ofMirrored.embeddings.map(({ vector }) => cosineSimilarity(vector, original));
    expect(turnedBack).toBeGreaterThan(0.999);
    expect(turnedBack).toBeGreaterThan(asIs);
  });

  it('takes the bytes without a copy where they are handed over', async () => {
    const look = { views: [], keypoints: 'none' } as const;
    const kept = new Uint8Array(await demo('004'));
    const given = new Uint8Array(kept);
    const { picture } = await fingerprinter.fingerprint(kept, [], look);
    expect(await fingerprinter.fingerprint(given, [], look, 'handed-over')).toMatchObject({ picture });
    expect(given.length).toBe(0);
    expect(fileHashes(kept).sha256).toBe(picture.sha256);
  });

  it('leaves the caller its bytes, and takes only those', async () => {
    const file = await demo('004');
    const roomy = Buffer.concat([Buffer.alloc(100, 1), file, Buffer.alloc(100, 2)]);
    const window = roomy.subarray(100, 100 + file.length);
    const before = Buffer.from(roomy);
    const { picture } = await fingerprinter.fingerprint(window, [], { views: [], keypoints: 'row' });
    expect(picture.sha256).toBe(fileHashes(file).sha256);
    expect(roomy.equals(before)).toBe(true);
  });
});

describe('what cannot be done', () => {
  it.each([
    { what: 'nothing', make: async () => Buffer.alloc(0), code: 'picture-empty' },
    { what: 'noise', make: async () => Buffer.alloc(500, 7), code: 'picture-unreadable' },
    {
      what: 'half a file',
      make: async () => (await demo('005')).subarray(0, 2000),
      code: 'picture-unreadable',
    },
    {
      what: 'too many pixels',
      make: () =>
        sharp({ create: { width: 1001, height: 1000, channels: 3, background: 'red' } })
          .png()
          .toBuffer(),
      code: 'picture-too-many-pixels',
    },
  ])('$what is told as $code, and the next picture is fine', async ({ make, code }) => {
    const bytes = await make();
    const bad = Array.from({ length: 4 }, () => fingerprinter.fingerprint(bytes, ['pocket'], ROW_OPTIONS));
    for (const result of await Promise.allSettled(bad)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'TrainspotError', code } });
    }
    const good = await fingerprinter.fingerprint(await demo('006'), ['pocket'], ROW_OPTIONS);
    expect(good.embeddings).toHaveLength(1);
  });

  it('a model that is unknown or not pulled is told, and others go on', async () => {
    const bytes = await demo('007');
    const ask = (model: string) => fingerprinter.fingerprint(bytes, [model], ROW_OPTIONS);
    await expect(ask('clip')).rejects.toMatchObject({ code: 'model-unknown' });
    await expect(ask('Xenova/clip-vit-base-patch32')).rejects.toMatchObject({ code: 'model-not-pulled' });
    expect((await ask('pocket')).embeddings).toHaveLength(1);
  });
});

describe('the threads', () => {
  it('leave the event loop free', async () => {
    const bytes = await demo('008');
    await fingerprinter.fingerprint(bytes, ['pocket'], QUERY_OPTIONS);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const ticksBefore: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        await fingerprinter.fingerprint(bytes, ['pocket'], QUERY_OPTIONS);
        ticksBefore.push(ticks);
      }),
    );
    clearInterval(timer);
    // Work on the event loop itself would have let the timer fire once a picture at the most.
    expect(ticksBefore.at(-1)!).toBeGreaterThan(30);
  });

  it('answer 20 calls at once, each with its own picture', async () => {
    const names = Array.from({ length: 20 }, (_, i) => String(10 + i).padStart(3, '0'));
    const files = await Promise.all(names.map(demo));
    const prints = await Promise.all(
      files.map((bytes) => fingerprinter.fingerprint(bytes, ['pocket'], ROW_OPTIONS)),
    );
    expect(prints.map((print) => print.picture.sha256)).toEqual(
      files.map((bytes) => fileHashes(bytes).sha256),
    );
    const again = await fingerprinter.fingerprint(files[7], ['pocket'], ROW_OPTIONS);
    expect(again).toEqual(prints[7]);
  });

  it('write nothing, and end when told while they work', async () => {
    expect(await readdir(modelsDir)).toEqual([]);
    const other = startFingerprinter({ threads: 1, modelsDir, maxPixels: MAX_PIXELS });
    const bytes = await demo('009');
    const working = Array.from({ length: 5 }, () => other.fingerprint(bytes, ['pocket'], QUERY_OPTIONS));
    const settled = Promise.allSettled(working);
    await working[0];
    await other.close();
    expect((await settled).at(-1)?.status).toBe('rejected');
  });
});
