import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { floorAsItLies } from '../../src/models/floor.ts';
import { findModelCard, modelCards } from '../../src/models/models.ts';
import { pullModel } from '../../src/models/pull.ts';
import {
  installedModels,
  installedRevision,
  isInstalled,
  modelFolder,
  removeModel,
  verifyModelFiles,
} from '../../src/models/store.ts';

const pocket = findModelCard('pocket');
const clip = findModelCard('Xenova/clip-vit-base-patch32');

let modelsDir: string;

beforeEach(async () => {
  modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
});

afterEach(() => rm(modelsDir, { recursive: true }));

describe('model cards', () => {
  it('are found by name, and the names are told for an unknown one', () => {
    for (const card of modelCards) expect(findModelCard(card.name)).toBe(card);
    for (const { name } of modelCards) expect(() => findModelCard('clip')).toThrow(name);
    expect(() => findModelCard('clip')).toThrow(expect.objectContaining({ code: 'model-unknown' }));
  });

  it('hold together', () => {
    expect(new Set(modelCards.map((card) => card.name)).size).toBe(modelCards.length);
    // Cards of one repository share its files.
    const folders = new Set(modelCards.map((card) => modelFolder(card, modelsDir)));
    expect(folders.size).toBe(new Set(modelCards.map(({ repository }) => repository)).size);
    for (const card of modelCards) {
      expect(card.files.map((file) => file.path)).toContain(card.visionFile);
      // What comes with the program must be known to the byte.
      if (card.repository === null) expect(card.files.every((file) => file.sha256)).toBe(true);
      // So must what is pulled from wherever somebody says, since no hub vouches for it.
      if (card.offHub) expect(card.files.every((file) => file.sha256)).toBe(true);
      expect(card.licence).not.toBe('');
      expect(card.trainingData).not.toBe('');
      const { lookAlikeFrom, possiblyFrom, measured } = card.similarity;
      expect((lookAlikeFrom ?? -1) <= (floorAsItLies(card) ?? 1)).toBe(true);
      expect(measured).not.toBe('');
      expect((lookAlikeFrom ?? -1) <= (possiblyFrom ?? 1)).toBe(true);
    }
  });
});

describe('the store', () => {
  it('holds the bundled model, whole, from the start', async () => {
    expect((await installedModels(modelsDir)).map((card) => card.name)).toEqual(['pocket']);
    expect(await verifyModelFiles(pocket, modelsDir)).toBe(modelFolder(pocket, modelsDir));
    await pullModel(pocket, modelsDir, { folder: '/nowhere' });
  });

  it('does not part with the bundled model', async () => {
    await expect(removeModel(pocket, modelsDir)).rejects.toMatchObject({ code: 'usage' });
    expect(await isInstalled(pocket, modelsDir)).toBe(true);
  });

  it('says how to get a model that is not there', async () => {
    const verifying = verifyModelFiles(clip, modelsDir);
    await expect(verifying).rejects.toMatchObject({ code: 'model-not-pulled' });
    await expect(verifying).rejects.toThrow('npx trainspot models pull Xenova/clip-vit-base-patch32');
    await expect(removeModel(clip, modelsDir)).rejects.toMatchObject({ code: 'model-not-pulled' });
  });

  it('names a pulled model by its weights, so that another state of a branch is another model', async () => {
    await expect(installedRevision(clip, modelsDir)).rejects.toMatchObject({ code: 'model-not-pulled' });
    const revisions = [];
    for (const state of ['one', 'another', 'one']) {
      const source = join(modelsDir, 'source');
      await mkdir(join(source, 'onnx'), { recursive: true });
      for (const { path } of clip.files) await writeFile(join(source, path), `${state} ${path}`);
      await pullModel(clip, modelsDir, { folder: source });
      revisions.push(await installedRevision(clip, modelsDir));
      await removeModel(clip, modelsDir);
    }
    expect(revisions[0]).toMatch(/^main@[0-9a-f]{16}$/);
    expect(revisions[1]).not.toBe(revisions[0]);
    expect(revisions[2]).toBe(revisions[0]);
    expect(await installedRevision(pocket, modelsDir)).toBe(pocket.revision);
  });

  it('pulls a model from a folder, lists and removes it', async () => {
    const source = join(modelsDir, 'source');
    await mkdir(join(source, 'onnx'), { recursive: true });
    for (const { path } of clip.files) await writeFile(join(source, path), `stands for ${path}`);
    await pullModel(clip, modelsDir, { folder: source });
    const sharing = modelCards.filter(({ repository }) => repository === clip.repository);
    expect(sharing).toContain(clip);
    expect(await installedModels(modelsDir)).toEqual([pocket, ...sharing]);
    await rm(join(modelFolder(clip, modelsDir), clip.visionFile));
    expect(await isInstalled(clip, modelsDir)).toBe(false);
    await expect(verifyModelFiles(clip, modelsDir)).rejects.toThrow(clip.visionFile);
    await removeModel(clip, modelsDir);
    expect(await installedModels(modelsDir)).toEqual([pocket]);
  });

  it('does not believe a record that cannot be read', async () => {
    await mkdir(modelFolder(clip, modelsDir));
    for (const record of ['', '{', '{"config.json":{"sha256":"x"}}', '[1]']) {
      await writeFile(join(modelFolder(clip, modelsDir), 'pulled.json'), record);
      await expect(verifyModelFiles(clip, modelsDir)).rejects.toMatchObject({ code: 'model-file-mismatch' });
    }
  });
});
