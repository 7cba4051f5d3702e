import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cosineSimilarity } from '../../src/core/embedding.ts';
import type { ModelCard } from '../../src/core/model-card.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import { openClip } from '../../src/fingerprint/embedding/clip.ts';
import type { Embedder } from '../../src/fingerprint/embedding/embedder.ts';
import { findModelCard } from '../../src/models/models.ts';
import { pixelValues } from '../../src/fingerprint/embedding/pixel-values.ts';
import { pullModel } from '../../src/models/pull.ts';
import { modelFolder, verifyModelFiles } from '../../src/models/store.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { modelInput } from '../../src/fingerprint/embedding/preprocess.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { scene } from '../fingerprint/paint.ts';
import { readFiles, startHub } from './hub-server.ts';
import { tinyCard, tinyPaths } from './tiny-card.ts';

const pocket = findModelCard('pocket');

/** A picture of `side` pixels that differs from every other `seed`'s. */
function synthetic(side: number, seed: number): RgbPicture {
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)];
    data[i] = 128 + 100 * Math.sin(x / (3 + seed) + (i % 3)) * Math.cos((y * (1 + seed)) / 29);
  }
  return { width: side, height: side, data };
}

/** The lowest cosine between our embeddings and onnxruntime's of Pillow's pixels, of the eight pictures. */
async function worstAgreement(
  embedder: Embedder,
  referenceFile: string,
  pathOf: (picture: string) => string,
): Promise<number> {
  const reference: Record<string, { embedding: number[] }> = JSON.parse(
    await readFile(referenceFile, 'utf8'),
  );
  expect(Object.keys(reference)).toHaveLength(8);
  const inputs = await Promise.all(
    Object.keys(reference).map(async (path) => {
      const { picture } = await decodePicture(await readFile(pathOf(path)), 1e8);
      return modelInput(picture, embedder.card.preprocessing);
    }),
  );
  const vectors = await embedder.embed(inputs);
  const cosines = Object.values(reference).map(({ embedding }, i) =>
    cosineSimilarity(vectors[i], Float32Array.from(embedding)),
  );
  return Math.min(...cosines);
}

describe('pixel values', () => {
  it('are planes of (value / 255 − mean) / std', () => {
    const bytes = fc.uint8Array({ minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(bytes, bytes, (first, second) => {
        const card: ModelCard = {
          ...pocket,
          preprocessing: { size: 2, fit: 'squeeze', mean: [0.1, 0.2, 0.3], std: [0.5, 1, 2] },
        };
        const inputs = [first, second].map((data) => ({ width: 2, height: 2, data: data.subarray(0, 12) }));
        const values = pixelValues(card, inputs);
        expect(values).toHaveLength(24);
        for (const [i, input] of inputs.entries()) {
          for (let p = 0; p < 4; p++) {
            const [red, green, blue] = [0, 4, 8].map((plane) => values[12 * i + plane + p]);
            expect(red).toBeCloseTo((input.data[3 * p] / 255 - 0.1) / 0.5, 5);
            expect(green).toBeCloseTo((input.data[3 * p + 1] / 255 - 0.2) / 1, 5);
            expect(blue).toBeCloseTo((input.data[3 * p + 2] / 255 - 0.3) / 2, 5);
          }
        }
      }),
    );
  });
});

describe('the bundled model', () => {
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await openClip(pocket, await verifyModelFiles(pocket, '/nowhere'));
  });
  afterAll(() => embedder.close());

  it('gives unit vectors, the same each time and whatever lies beside a picture', async () => {
    const inputs = Array.from({ length: 11 }, (_, seed) => synthetic(pocket.preprocessing.size, seed));
    const together = await embedder.embed(inputs);
    expect(together).toHaveLength(11);
    for (const [i, input] of inputs.entries()) {
      const [alone] = await embedder.embed([input]);
      expect(alone).toHaveLength(256);
      expect(Math.hypot(...alone)).toBeCloseTo(1, 5);
      expect(await embedder.embed([input])).toEqual([alone]);
      expect(cosineSimilarity(alone, together[i])).toBeGreaterThan(0.99999);
    }
  });

  it('tells pictures apart, and brings a lighter one near', async () => {
    const side = pocket.preprocessing.size;
    const picture = scene(1, side, side);
    const lighter = { ...picture, data: picture.data.map((value) => value * 0.9 + 25) };
    const [one, same, other] = await embedder.embed([picture, lighter, scene(7, side, side)]);
    expect(cosineSimilarity(one, same)).toBeGreaterThan(cosineSimilarity(one, other) + 0.2);
  });

  it('refuses a picture of another size', async () => {
    await expect(embedder.embed([synthetic(127, 0)])).rejects.toMatchObject({ code: 'model-mismatch' });
    await expect(embedder.embed([synthetic(127, 0)])).rejects.toThrow('127 × 127');
    expect(await embedder.embed([])).toEqual([]);
  });

  it('is refused under a card of other dimensions or another size', async () => {
    const folder = modelFolder(pocket, '/nowhere');
    await expect(openClip({ ...pocket, dimensions: 512 }, folder)).rejects.toThrow(
      expect.objectContaining({ code: 'model-mismatch', message: expect.stringMatching(/512 .*256/) }),
    );
    await expect(openClip({ ...pocket, visionFile: 'config.json' }, folder)).rejects.toMatchObject({
      code: 'model-mismatch',
    });
  });

  it('agrees with onnxruntime on Pillow’s pixels', async () => {
    const demo = fileURLToPath(new URL('../../assets/demo/pictures/', import.meta.url));
    const reference = join(modelFolder(pocket, '/nowhere'), 'reference.json');
    const worst = await worstAgreement(embedder, reference, (picture) => join(demo, picture));
    expect(worst).toBeGreaterThanOrEqual(0.9999);
  });
});

describe.skipIf(!hasShared)('a CLIP in the hub’s layout', () => {
  let modelsDir: string;
  beforeAll(async () => {
    modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
    const hub = await startHub(readFiles(sharedPath('models/tiny-clip'), tinyPaths));
    await pullModel(tinyCard, modelsDir, { endpoint: hub.origin });
    await hub.close();
  });
  afterAll(() => rm(modelsDir, { recursive: true }));

  it('is pulled, opened, and agrees with onnxruntime on Pillow’s pixels', async () => {
    const embedder = await openClip(tinyCard, await verifyModelFiles(tinyCard, modelsDir));
    const reference = sharedPath('models/tiny-clip/reference.json');
    expect(await worstAgreement(embedder, reference, sharedPath)).toBeGreaterThanOrEqual(0.9999);
    await embedder.close();
  });

  it('runs the file the card names, also a quantized one', async () => {
    const card: ModelCard = { ...tinyCard, visionFile: 'onnx/vision_model_quantized.onnx' };
    const quantized = await openClip(card, sharedPath('models/tiny-clip'));
    const exact = await openClip(tinyCard, sharedPath('models/tiny-clip'));
    const [[rough], [fine]] = [
      await quantized.embed([synthetic(224, 3)]),
      await exact.embed([synthetic(224, 3)]),
    ];
    expect(rough).not.toEqual(fine);
    expect(cosineSimilarity(rough, fine)).toBeGreaterThan(0.9);
    await quantized.close();
    await exact.close();
  });

  it('is refused under a card of other dimensions or another input size', async () => {
    const folder = sharedPath('models/tiny-clip');
    await expect(openClip({ ...tinyCard, dimensions: 512 }, folder)).rejects.toThrow(
      expect.objectContaining({ code: 'model-mismatch', message: expect.stringMatching(/512 .*32/) }),
    );
    const preprocessing = { ...tinyCard.preprocessing, size: 128 };
    await expect(openClip({ ...tinyCard, preprocessing }, folder)).rejects.toThrow('128 × 128');
  });
});
