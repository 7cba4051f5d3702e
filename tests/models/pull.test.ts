import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pullModel } from '../../src/models/pull.ts';
import {
  hasTextTower,
  isInstalled,
  modelFolder,
  removeModel,
  verifyModelFiles,
  verifyTextTower,
} from '../../src/models/store.ts';
import { sha256, startHub, type Hub } from './hub-server.ts';
import { tinyCard, tinyPaths } from './tiny-card.ts';

// Nobody waits between tries here.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

const VISION = 'onnx/vision_model.onnx';
const TEXT = 'onnx/text_model.onnx';

// A pull moves bytes and never looks into them, so that these suffice where the shared model is absent.
const pretend = () =>
  new Map<string, Uint8Array>([
    ['config.json', Buffer.from('{"model_type":"clip"}')],
    ['preprocessor_config.json', Buffer.from('{"size":{"shortest_edge":224}}')],
    [VISION, Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251)],
    ['tokenizer.json', Buffer.from('{"model":{"type":"BPE"}}')],
    ['tokenizer_config.json', Buffer.from('{"model_max_length":77}')],
    [TEXT, Uint8Array.from({ length: 200_000 }, (_, i) => (i * 17) % 241)],
  ]);

let hub: Hub;
let modelsDir: string;

beforeEach(async () => {
  hub = await startHub(pretend());
  modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
});

afterEach(async () => {
  await hub.close();
  await rm(modelsDir, { recursive: true });
});

const pull = (onProgress?: Parameters<typeof pullModel>[3]) =>
  pullModel(tinyCard, modelsDir, { endpoint: hub.origin }, onProgress);
const folder = () => modelFolder(tinyCard, modelsDir);
const visionFile = () => join(folder(), VISION);
async function leavePart(bytes: Uint8Array): Promise<void> {
  await mkdir(join(folder(), 'onnx'), { recursive: true });
  await writeFile(`${visionFile()}.part`, bytes);
}
const visionRequests = () => hub.seen.filter((request) => request.path === VISION);

describe('a pull from a hub', () => {
  it('brings every file, tells its progress, and records what came from where', async () => {
    const progress: [string, number, number | null][] = [];
    expect(await isInstalled(tinyCard, modelsDir)).toBe(false);
    await pull((...step) => progress.push(step));

    for (const [path, bytes] of hub.behaviour.files) {
      expect(sha256(await readFile(join(folder(), path)))).toBe(sha256(bytes));
      const steps = progress.filter((step) => step[0] === path);
      expect(steps.at(0)).toEqual([path, 0, bytes.length]);
      expect(steps.at(-1)).toEqual([path, bytes.length, bytes.length]);
    }
    const record = JSON.parse(await readFile(join(folder(), 'pulled.json'), 'utf8'));
    expect(Object.keys(record).toSorted()).toEqual(tinyPaths.toSorted());
    expect(record[VISION]).toMatchObject({
      sha256: sha256(hub.behaviour.files.get(VISION)!),
      bytes: 300_000,
      from: `${hub.origin}/${tinyCard.repository}`,
      revision: 'c0ffee',
    });
    expect(await isInstalled(tinyCard, modelsDir)).toBe(true);
    expect(await verifyModelFiles(tinyCard, modelsDir)).toBe(folder());
    expect(await readdir(folder())).toEqual([
      'config.json',
      'onnx',
      'preprocessor_config.json',
      'pulled.json',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
  });

  it('asks again but brings nothing when all is there', async () => {
    await pull();
    const progress: unknown[] = [];
    await pull((...step) => progress.push(step));
    expect(progress).toEqual([]);
    expect(visionRequests()).toHaveLength(2);
  });

  it('goes on where the connection broke, byte for byte', async () => {
    Object.assign(hub.behaviour, { cutAfterBytes: 100_000, cuts: 2 });
    await pull();
    const ranges = visionRequests().map((request) => request.range);
    expect(ranges[0]).toBeNull();
    const starts = ranges.slice(1).map((range) => Number(range?.slice('bytes='.length, -1)));
    expect(starts).toHaveLength(2);
    expect(starts[0]).toBeGreaterThan(0);
    expect(starts[1]).toBeGreaterThan(starts[0]);
    expect(starts[0]).toBeLessThanOrEqual(100_000);
    expect(starts[1]).toBeLessThanOrEqual(starts[0] + 100_000);
    expect(sha256(await readFile(visionFile()))).toBe(sha256(hub.behaviour.files.get(VISION)!));
  });

  it('begins anew when the server does not know parts', async () => {
    Object.assign(hub.behaviour, { cutAfterBytes: 100_000, cuts: 1, ranges: false });
    await pull();
    expect(sha256(await readFile(visionFile()))).toBe(sha256(hub.behaviour.files.get(VISION)!));
  });

  it('begins anew when nothing could tell whether the parts fit', async () => {
    Object.assign(hub.behaviour, { cutAfterBytes: 100_000, cuts: 1, stated: false });
    await pull();
    expect(visionRequests().at(-1)?.range).toBeNull();
    expect(sha256(await readFile(visionFile()))).toBe(sha256(hub.behaviour.files.get(VISION)!));
  });

  it('gives up after tries that bring nothing, and keeps what came', async () => {
    Object.assign(hub.behaviour, { cutAfterBytes: 100_000, cuts: 1000, ranges: false });
    await expect(pull()).rejects.toMatchObject({ code: 'download-failed' });
    expect(await isInstalled(tinyCard, modelsDir)).toBe(false);
    await expect(verifyModelFiles(tinyCard, modelsDir)).rejects.toMatchObject({ code: 'model-not-pulled' });

    Object.assign(hub.behaviour, { cuts: 0, ranges: true });
    hub.seen.length = 0;
    await pull();
    expect(visionRequests().at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(await isInstalled(tinyCard, modelsDir)).toBe(true);
  });

  it('goes on from the part of an earlier run', async () => {
    await leavePart(hub.behaviour.files.get(VISION)!.subarray(0, 299_990));
    await pull();
    expect(visionRequests().map((request) => request.range)).toEqual(['bytes=299990-']);
    await verifyModelFiles(tinyCard, modelsDir);
  });

  it('takes a part that is complete already', async () => {
    await leavePart(hub.behaviour.files.get(VISION)!);
    await pull();
    expect(visionRequests().map((request) => request.range)).toEqual(['bytes=300000-']);
    await verifyModelFiles(tinyCard, modelsDir);
  });

  it.each([1000, 300_000, 300_001])('throws away a part of %i bytes of another file', async (length) => {
    await leavePart(new Uint8Array(length));
    await pull();
    expect(sha256(await readFile(visionFile()))).toBe(sha256(hub.behaviour.files.get(VISION)!));
  });
});

describe('the text tower', () => {
  const text = () => tinyCard.text!.files.map(({ path }) => path);

  it('comes with the pictures’ own, and is verified by itself', async () => {
    expect(await pull()).toEqual({ readsWords: true });
    expect(await hasTextTower(tinyCard, modelsDir)).toBe(true);
    expect(await verifyTextTower(tinyCard, modelsDir)).toBe(folder());
    await writeFile(join(folder(), TEXT), 'changed');
    await expect(verifyTextTower(tinyCard, modelsDir)).rejects.toThrow(TEXT);
    // Pictures are read all the same.
    expect(await verifyModelFiles(tinyCard, modelsDir)).toBe(folder());
  });

  it.each([
    ['any of it', text()],
    ['its network', [TEXT]],
    ['its tokenizer', ['tokenizer.json']],
  ])('is done without where the source lacks %s, and brought once it has it', async (_what, lacking) => {
    const all = new Map(hub.behaviour.files);
    for (const path of lacking) hub.behaviour.files.delete(path);
    expect(await pull()).toEqual({ readsWords: false });
    expect(await isInstalled(tinyCard, modelsDir)).toBe(true);
    expect(await hasTextTower(tinyCard, modelsDir)).toBe(false);
    await expect(verifyTextTower(tinyCard, modelsDir)).rejects.toMatchObject({ code: 'model-not-pulled' });
    hub.behaviour.files = all;
    expect(await pull()).toEqual({ readsWords: true });
    await verifyTextTower(tinyCard, modelsDir);
  });

  it('is not lost in silence once it was pulled', async () => {
    await pull();
    hub.behaviour.files.delete(TEXT);
    await expect(pull()).rejects.toThrow(`has no file ${TEXT}`);
    await verifyTextTower(tinyCard, modelsDir);
  });

  it('that breaks off leaves the pictures’ own ready', async () => {
    hub.behaviour.stated = false;
    hub.behaviour.files.set(TEXT, new Uint8Array(400_000));
    Object.assign(hub.behaviour, { cutAfterBytes: 350_000, cuts: 1000, ranges: false });
    await expect(pull()).rejects.toMatchObject({ code: 'download-failed' });
    expect(await isInstalled(tinyCard, modelsDir)).toBe(true);
    await verifyModelFiles(tinyCard, modelsDir);
    expect(await hasTextTower(tinyCard, modelsDir)).toBe(false);
    hub.behaviour.cuts = 0;
    expect(await pull()).toEqual({ readsWords: true });
  });

  it('is none of a card that reads pictures alone', async () => {
    const card = { ...tinyCard, text: null };
    expect(await pullModel(card, modelsDir, { endpoint: hub.origin })).toEqual({ readsWords: false });
    expect(hub.seen.map(({ path }) => path)).not.toContain(TEXT);
    await expect(verifyTextTower(card, modelsDir)).rejects.toMatchObject({ code: 'words-not-searchable' });
  });

  it('is not looked for past a refusal', async () => {
    await pull();
    await removeModel(tinyCard, modelsDir);
    hub.behaviour.refuse = { status: 401 };
    await expect(pull()).rejects.toThrow('HF_TOKEN');
  });
});

describe('the bytes', () => {
  it('are refused when they are not what the hub states', async () => {
    const cdn = await startHub(new Map(hub.behaviour.files));
    cdn.behaviour.stated = false;
    cdn.behaviour.files.set(VISION, new Uint8Array(300_000));
    hub.behaviour.redirectTo = cdn.origin;
    await expect(pull()).rejects.toMatchObject({ code: 'model-file-mismatch' });
    expect(await isInstalled(tinyCard, modelsDir)).toBe(false);
    await cdn.close();
  });

  it('are refused when they are not what the card says', async () => {
    const files = tinyCard.files.map(({ path }) => ({ path, sha256: 'f'.repeat(64) }));
    const pinned = { ...tinyCard, files };
    const pulling = pullModel(pinned, modelsDir, { endpoint: hub.origin });
    await expect(pulling).rejects.toThrow(`expected sha256 ${'f'.repeat(64)}, found `);
  });

  it.each([true, false])('are held to the first pull (stated by the hub: %s)', async (stated) => {
    hub.behaviour.stated = stated;
    await pull();
    const first = sha256(hub.behaviour.files.get(VISION)!);
    hub.behaviour.files.set(VISION, new Uint8Array(300_000));
    const error = await pull().catch((thrown) => thrown);
    expect(error.code).toBe('model-file-mismatch');
    expect(error.message).toContain(VISION);
    expect(error.message).toContain(first);
    expect(error.message).toContain(sha256(new Uint8Array(300_000)));
    // What was good stays usable.
    expect(await verifyModelFiles(tinyCard, modelsDir)).toBe(folder());

    await removeModel(tinyCard, modelsDir);
    await pull();
    expect(sha256(await readFile(visionFile()))).toBe(sha256(new Uint8Array(300_000)));
  });

  it('are looked at again before use, and a pull repairs them', async () => {
    await pull();
    await writeFile(visionFile(), 'not a network');
    const error = await verifyModelFiles(tinyCard, modelsDir).catch((thrown) => thrown);
    expect(error.code).toBe('model-file-mismatch');
    expect(error.message).toContain(VISION);
    expect(error.message).toContain(sha256(Buffer.from('not a network')));
    expect(error.message).not.toContain(modelsDir);
    await pull();
    expect(await verifyModelFiles(tinyCard, modelsDir)).toBe(folder());
  });
});

describe('the token', () => {
  it('goes to the endpoint, and to no host it redirects to', async () => {
    const cdn = await startHub(new Map(hub.behaviour.files));
    hub.behaviour.redirectTo = cdn.origin;
    await pullModel(tinyCard, modelsDir, { endpoint: `${hub.origin}/`, token: 'hf_secret' });
    expect(hub.seen.map((request) => request.authorization)).toEqual(tinyPaths.map(() => 'Bearer hf_secret'));
    expect(cdn.seen.map((request) => request.path)).toEqual(tinyPaths);
    expect(cdn.seen.map((request) => request.authorization)).toEqual(tinyPaths.map(() => null));
    await cdn.close();
  });
});

describe('a refusal', () => {
  it.each<{ status: number; headers: Record<string, string>; says: string }>([
    { status: 401, headers: {}, says: 'HF_TOKEN' },
    { status: 403, headers: {}, says: 'Accept its terms' },
    { status: 404, headers: { 'x-error-code': 'RepoNotFound' }, says: 'there is no model test/tiny-clip' },
    { status: 404, headers: { 'x-error-code': 'RevisionNotFound' }, says: 'no revision main' },
    { status: 404, headers: {}, says: 'no file config.json' },
    { status: 400, headers: {}, says: 'answered 400' },
  ])('of $status says what to do: $says', async ({ status, headers, says }) => {
    hub.behaviour.refuse = { status, headers };
    const error = await pull().catch((thrown) => thrown);
    expect(error.code).toBe('download-failed');
    expect(error.message).toContain(says);
    expect(error.message).toContain(String(status));
    expect(hub.seen).toHaveLength(1);
  });

  it('of 503 is tried again, and then told', async () => {
    hub.behaviour.refuse = { status: 503 };
    await expect(pull()).rejects.toThrow('answered 503');
    expect(hub.seen.length).toBeGreaterThan(1);
  });

  it('by an endless redirect ends', async () => {
    hub.behaviour.redirectTo = hub.origin;
    await expect(pull()).rejects.toThrow('redirects more than 5 times');
  });

  it('by the disk names its reason and no path', async () => {
    const notAFolder = join(modelsDir, 'file');
    await writeFile(notAFolder, '');
    const error = await pullModel(tinyCard, notAFolder, { endpoint: hub.origin }).catch((thrown) => thrown);
    expect(error.code).toBe('download-failed');
    expect(error.message).toContain('ENOTDIR');
    expect(error.message).not.toContain(modelsDir);
  });
});

describe('a pull from a folder', () => {
  it('copies the files and records the folder', async () => {
    await pull();
    const elsewhere = await mkdtemp(join(tmpdir(), 'models-'));
    await pullModel(tinyCard, elsewhere, { folder: folder() });
    for (const path of tinyPaths) {
      const copy = await readFile(join(modelFolder(tinyCard, elsewhere), path));
      expect(sha256(copy)).toBe(sha256(hub.behaviour.files.get(path)!));
    }
    await pullModel(tinyCard, elsewhere, { folder: folder() });
    await verifyModelFiles(tinyCard, elsewhere);

    await writeFile(visionFile(), 'changed');
    await expect(pullModel(tinyCard, elsewhere, { folder: folder() })).rejects.toMatchObject({
      code: 'model-file-mismatch',
    });
    await rm(visionFile());
    await expect(pullModel(tinyCard, elsewhere, { folder: folder() })).rejects.toThrow(`holds no ${VISION}`);
    await rm(elsewhere, { recursive: true });
  });
});
