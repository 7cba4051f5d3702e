import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { pullModel } from '../../src/models/pull.ts';
import {
  hasTextTower,
  isInstalled,
  removeModel,
  verifyModelFiles,
  verifyTextTower,
} from '../../src/models/store.ts';
import { pullingInTest, TEXT } from './pulling.ts';
import { tinyCard } from './tiny-card.ts';

// Nobody waits between tries here.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

const { at, pull, folder } = pullingInTest();

describe('the text tower', () => {
  const text = () => tinyCard.text!.files.map(({ path }) => path);

  it('comes with the pictures’ own, and is verified by itself', async () => {
    expect(await pull()).toEqual({ readsWords: true });
    expect(await hasTextTower(tinyCard, at.modelsDir)).toBe(true);
    expect(await verifyTextTower(tinyCard, at.modelsDir)).toBe(folder());
    await writeFile(join(folder(), TEXT), 'changed');
    await expect(verifyTextTower(tinyCard, at.modelsDir)).rejects.toThrow(TEXT);
    // Pictures are read all the same.
    expect(await verifyModelFiles(tinyCard, at.modelsDir)).toBe(folder());
  });

  it.each([
    ['any of it', text()],
    ['its network', [TEXT]],
    ['its tokenizer', ['tokenizer.json']],
  ])('is done without where the source lacks %s, and brought once it has it', async (_what, lacking) => {
    const all = new Map(at.hub.behaviour.files);
    for (const path of lacking) at.hub.behaviour.files.delete(path);
    expect(await pull()).toEqual({ readsWords: false });
    expect(await isInstalled(tinyCard, at.modelsDir)).toBe(true);
    expect(await hasTextTower(tinyCard, at.modelsDir)).toBe(false);
    await expect(verifyTextTower(tinyCard, at.modelsDir)).rejects.toMatchObject({ code: 'model-not-pulled' });
    at.hub.behaviour.files = all;
    expect(await pull()).toEqual({ readsWords: true });
    await verifyTextTower(tinyCard, at.modelsDir);
  });

  it('is not lost in silence once it was pulled', async () => {
    await pull();
    at.hub.behaviour.files.delete(TEXT);
    await expect(pull()).rejects.toThrow(`has no file ${TEXT}`);
    await verifyTextTower(tinyCard, at.modelsDir);
  });

  it('that breaks off leaves the pictures’ own ready', async () => {
    at.hub.behaviour.stated = false;
    at.hub.behaviour.files.set(TEXT, new Uint8Array(400_000));
    Object.assign(at.hub.behaviour, { cutAfterBytes: 350_000, cuts: 1000, ranges: false });
    await expect(pull()).rejects.toMatchObject({ code: 'download-failed' });
    expect(await isInstalled(tinyCard, at.modelsDir)).toBe(true);
    await verifyModelFiles(tinyCard, at.modelsDir);
    expect(await hasTextTower(tinyCard, at.modelsDir)).toBe(false);
    at.hub.behaviour.cuts = 0;
    expect(await pull()).toEqual({ readsWords: true });
  });

  it('is none of a card that reads pictures alone', async () => {
    const card = { ...tinyCard, text: null };
    expect(await pullModel(card, at.modelsDir, { endpoint: at.hub.origin })).toEqual({ readsWords: false });
    expect(at.hub.seen.map(({ path }) => path)).not.toContain(TEXT);
    await expect(verifyTextTower(card, at.modelsDir)).rejects.toMatchObject({ code: 'words-not-searchable' });
  });

  it('is not looked for past a refusal', async () => {
    await pull();
    await removeModel(tinyCard, at.modelsDir);
    at.hub.behaviour.refuse = { status: 401 };
    await expect(pull()).rejects.toThrow('HF_TOKEN');
  });
});
