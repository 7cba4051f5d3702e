import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEARCH_TEXT_LENGTH } from '../../src/core/bounds.ts';
import { cosineSimilarity } from '../../src/core/embedding.ts';
import type { ModelCard, TextTower } from '../../src/core/model-card.ts';
import { openClipText, type TextEmbedder } from '../../src/models/text/clip-text.ts';
import { startTextReader, type TextReader } from '../../src/models/text/text-reader.ts';
import { findModelCard } from '../../src/models/models.ts';
import { pullModel } from '../../src/models/pull.ts';
import { hasTextTower, modelFolder } from '../../src/models/store.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { layDrawnClip, wordsVector } from './drawn-clip.ts';
import { tinyCard } from './tiny-card.ts';

const reading = (card: ModelCard) => ({ ...card, text: card.text as TextTower });
const CARD = reading(findModelCard('Xenova/clip-vit-base-patch32'));

describe.skipIf(!hasShared)('the text tower of a CLIP in the hub’s layout', () => {
  let embedder: TextEmbedder;
  beforeAll(async () => {
    embedder = await openClipText(reading(tinyCard), sharedPath('models/tiny-clip'));
  });
  afterAll(() => embedder?.close());

  it('agrees with onnxruntime on the tokens of the tokenizers library, in Python, also where a text is cut', async () => {
    const file = new URL('tiny-clip-words.json', import.meta.url);
    const { texts } = JSON.parse(await readFile(file, 'utf8')) as {
      texts: { text: string; tokens: number; embedding: number[] }[];
    };
    expect(texts.length).toBeGreaterThan(10);
    for (const { text, tokens, embedding } of texts) {
      const { vector, isCut } = await embedder.embed(text);
      expect(cosineSimilarity(vector, Float32Array.from(embedding)), text).toBeGreaterThan(0.9999);
      expect(isCut).toBe(tokens === 77);
    }
  });

  it('is refused under a card of other dimensions, and where a file is none of it', async () => {
    const folder = sharedPath('models/tiny-clip');
    await expect(openClipText({ ...reading(tinyCard), dimensions: 512 }, folder)).rejects.toThrow(
      expect.objectContaining({ code: 'model-mismatch', message: expect.stringMatching(/512 .*32/) }),
    );
    for (const textFile of ['onnx/vision_model.onnx', 'config.json', 'onnx/absent.onnx']) {
      const text = { ...reading(tinyCard).text, textFile };
      await expect(openClipText({ ...tinyCard, text }, folder)).rejects.toMatchObject({
        code: 'model-mismatch',
      });
    }
  });
});

describe('texts that are read in a thread', () => {
  let modelsDir: string;
  let source: string;
  let reader: TextReader;
  beforeAll(async () => {
    modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
    source = join(modelsDir, 'source');
    await layDrawnClip(source);
    reader = startTextReader({ modelsDir });
  });
  afterAll(async () => {
    await reader.close();
    await rm(modelsDir, { recursive: true });
  });

  it('wait for a model to be pulled, and need no restart after it', async () => {
    await expect(reader.read(CARD.name, 'a lighthouse')).rejects.toMatchObject({ code: 'model-not-pulled' });
    expect(await hasTextTower(CARD, modelsDir)).toBe(false);
    expect(await pullModel(CARD, modelsDir, { folder: source })).toEqual({ readsWords: true });
    expect(await hasTextTower(CARD, modelsDir)).toBe(true);
    const { vector, isCut } = await reader.read(CARD.name, 'a lighthouse');
    expect(cosineSimilarity(vector, wordsVector('a lighthouse'))).toBeGreaterThan(0.99999);
    expect(isCut).toBe(false);
  });

  it('are refused by a model that reads pictures alone', async () => {
    await expect(reader.read('pocket', 'a')).rejects.toMatchObject({ code: 'words-not-searchable' });
  });

  it.each([
    ['nothing', ''],
    ['emoji', '🌊👩‍🎨🏳️‍🌈'],
    ['U+0000', 'a\0b'],
    ['half of a surrogate pair', 'a\ud83cb'],
    ['CLIP’s own marks', '<|endoftext|> <|startoftext|>'],
    ['spaces alone', '  \n\t '],
    ['marks without a letter', '\u0301'.repeat(500)],
    ['one long word', 'x'.repeat(SEARCH_TEXT_LENGTH)],
    ['as many words as are taken', 'a '.repeat(SEARCH_TEXT_LENGTH / 2)],
    ['scripts without spaces', '夜景'.repeat(SEARCH_TEXT_LENGTH / 2)],
  ])('are a unit vector, whatever they hold: %s', async (_what, text) => {
    const { vector } = await reader.read(CARD.name, text);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
  });

  it('are not read by files that changed', async () => {
    const other = await mkdtemp(join(tmpdir(), 'models-'));
    await pullModel(CARD, other, { folder: source });
    await writeFile(join(modelFolder(CARD, other), 'tokenizer.json'), '{}');
    const fresh = startTextReader({ modelsDir: other });
    await expect(fresh.read(CARD.name, 'a')).rejects.toMatchObject({ code: 'model-file-mismatch' });
    await fresh.close();
    await rm(other, { recursive: true });
  });
});
