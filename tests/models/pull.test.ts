import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { pullModel } from '../../src/models/pull.ts';
import { isInstalled, modelFolder, removeModel, verifyModelFiles } from '../../src/models/store.ts';
import { sha256, startHub } from './hub-server.ts';
import { pullingInTest, VISION } from './pulling.ts';
import { tinyCard, tinyPaths } from './tiny-card.ts';

// Nobody waits between tries here.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

const { at, pull, folder } = pullingInTest();
const visionFile = () => join(folder(), VISION);
async function leavePart(bytes: Uint8Array): Promise<void> {
  await mkdir(join(folder(), 'onnx'), { recursive: true });
  await writeFile(`${visionFile()}.part`, bytes);
}
const visionRequests = () => at.hub.seen.filter((request) => request.path === VISION);

describe('a pull from a hub', () => {
  it('brings every file, tells its progress, and records what came from where', async () => {
    const progress: [string, number, number | null][] = [];
    expect(await isInstalled(tinyCard, at.modelsDir)).toBe(false);
    await pull((...step) => progress.push(step));

    for (const [path, bytes] of at.hub.behaviour.files) {
      expect(sha256(await readFile(join(folder(), path)))).toBe(sha256(bytes));
      const steps = progress.filter((step) => step[0] === path);
      expect(steps.at(0)).toEqual([path, 0, bytes.length]);
      expect(steps.at(-1)).toEqual([path, bytes.length, bytes.length]);
    }
    const record = JSON.parse(await readFile(join(folder(), 'pulled.json'), 'utf8'));
    expect(Object.keys(record).toSorted()).toEqual(tinyPaths.toSorted());
    expect(record[VISION]).toMatchObject({
      sha256: sha256(at.hub.behaviour.files.get(VISION)!),
      bytes: 300_000,
      from: `${at.hub.origin}/${tinyCard.repository}`,
      revision: 'c0ffee',
    });
    expect(await isInstalled(tinyCard, at.modelsDir)).toBe(true);
    expect(await verifyModelFiles(tinyCard, at.modelsDir)).toBe(folder());
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
    Object.assign(at.hub.behaviour, { cutAfterBytes: 100_000, cuts: 2 });
    await pull();
    const ranges = visionRequests().map((request) => request.range);
    expect(ranges[0]).toBeNull();
    const starts = ranges.slice(1).map((range) => Number(range?.slice('bytes='.length, -1)));
    expect(starts).toHaveLength(2);
    expect(starts[0]).toBeGreaterThan(0);
    expect(starts[1]).toBeGreaterThan(starts[0]);
    expect(starts[0]).toBeLessThanOrEqual(100_000);
    expect(starts[1]).toBeLessThanOrEqual(starts[0] + 100_000);
    expect(sha256(await readFile(visionFile()))).toBe(sha256(at.hub.behaviour.files.get(VISION)!));
  });

  it('begins anew when the server does not know parts', async () => {
    Object.assign(at.hub.behaviour, { cutAfterBytes: 100_000, cuts: 1, ranges: false });
    await pull();
    expect(sha256(await readFile(visionFile()))).toBe(sha256(at.hub.behaviour.files.get(VISION)!));
  });

  it('begins anew when nothing could tell whether the parts fit', async () => {
    Object.assign(at.hub.behaviour, { cutAfterBytes: 100_000, cuts: 1, stated: false });
    await pull();
    expect(visionRequests().at(-1)?.range).toBeNull();
    expect(sha256(await readFile(visionFile()))).toBe(sha256(at.hub.behaviour.files.get(VISION)!));
  });

  it('gives up after tries that bring nothing, and keeps what came', async () => {
    Object.assign(at.hub.behaviour, { cutAfterBytes: 100_000, cuts: 1000, ranges: false });
    await expect(pull()).rejects.toMatchObject({ code: 'download-failed' });
    expect(await isInstalled(tinyCard, at.modelsDir)).toBe(false);
    await expect(verifyModelFiles(tinyCard, at.modelsDir)).rejects.toMatchObject({
      code: 'model-not-pulled',
    });

    Object.assign(at.hub.behaviour, { cuts: 0, ranges: true });
    at.hub.seen.length = 0;
    await pull();
    expect(visionRequests().at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(await isInstalled(tinyCard, at.modelsDir)).toBe(true);
  });

  it('goes on from the part of an earlier run', async () => {
    await leavePart(at.hub.behaviour.files.get(VISION)!.subarray(0, 299_990));
    await pull();
    expect(visionRequests().map((request) => request.range)).toEqual(['bytes=299990-']);
    await verifyModelFiles(tinyCard, at.modelsDir);
  });

  it('takes a part that is complete already', async () => {
    await leavePart(at.hub.behaviour.files.get(VISION)!);
    await pull();
    expect(visionRequests().map((request) => request.range)).toEqual(['bytes=300000-']);
    await verifyModelFiles(tinyCard, at.modelsDir);
  });

  it.each([1000, 300_000, 300_001])('throws away a part of %i bytes of another file', async (length) => {
    await leavePart(new Uint8Array(length));
    await pull();
    expect(sha256(await readFile(visionFile()))).toBe(sha256(at.hub.behaviour.files.get(VISION)!));
  });
});

describe('the bytes', () => {
  it('are refused when they are not what the hub states', async () => {
    const cdn = await startHub(new Map(at.hub.behaviour.files));
    cdn.behaviour.stated = false;
    cdn.behaviour.files.set(VISION, new Uint8Array(300_000));
    at.hub.behaviour.redirectTo = cdn.origin;
    await expect(pull()).rejects.toMatchObject({ code: 'model-file-mismatch' });
    expect(await isInstalled(tinyCard, at.modelsDir)).toBe(false);
    await cdn.close();
  });

  it('are refused when they are not what the card says', async () => {
    const files = tinyCard.files.map(({ path }) => ({ path, sha256: 'f'.repeat(64) }));
    const pinned = { ...tinyCard, files };
    const pulling = pullModel(pinned, at.modelsDir, { endpoint: at.hub.origin });
    await expect(pulling).rejects.toThrow(`expected sha256 ${'f'.repeat(64)}, found `);
  });

  it.each([true, false])('are held to the first pull (stated by the hub: %s)', async (stated) => {
    at.hub.behaviour.stated = stated;
    await pull();
    const first = sha256(at.hub.behaviour.files.get(VISION)!);
    at.hub.behaviour.files.set(VISION, new Uint8Array(300_000));
    const error = await pull().catch((thrown) => thrown);
    expect(error.code).toBe('model-file-mismatch');
    expect(error.message).toContain(VISION);
    expect(error.message).toContain(first);
    expect(error.message).toContain(sha256(new Uint8Array(300_000)));
    // What was good stays usable.
    expect(await verifyModelFiles(tinyCard, at.modelsDir)).toBe(folder());

    await removeModel(tinyCard, at.modelsDir);
    await pull();
    expect(sha256(await readFile(visionFile()))).toBe(sha256(new Uint8Array(300_000)));
  });

  it('are looked at again before use, and a pull repairs them', async () => {
    await pull();
    await writeFile(visionFile(), 'not a network');
    const error = await verifyModelFiles(tinyCard, at.modelsDir).catch((thrown) => thrown);
    expect(error.code).toBe('model-file-mismatch');
    expect(error.message).toContain(VISION);
    expect(error.message).toContain(sha256(Buffer.from('not a network')));
    expect(error.message).not.toContain(at.modelsDir);
    await pull();
    expect(await verifyModelFiles(tinyCard, at.modelsDir)).toBe(folder());
  });
});

describe('the token', () => {
  it('goes to the endpoint, and to no host it redirects to', async () => {
    const cdn = await startHub(new Map(at.hub.behaviour.files));
    at.hub.behaviour.redirectTo = cdn.origin;
    await pullModel(tinyCard, at.modelsDir, { endpoint: `${at.hub.origin}/`, token: 'hf_secret' });
    expect(at.hub.seen.map((request) => request.authorization)).toEqual(
      tinyPaths.map(() => 'Bearer hf_secret'),
    );
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
    at.hub.behaviour.refuse = { status, headers };
    const error = await pull().catch((thrown) => thrown);
    expect(error.code).toBe('download-failed');
    expect(error.message).toContain(says);
    expect(error.message).toContain(String(status));
    expect(at.hub.seen).toHaveLength(1);
  });

  it('of 503 is tried again, and then told', async () => {
    at.hub.behaviour.refuse = { status: 503 };
    await expect(pull()).rejects.toThrow('answered 503');
    expect(at.hub.seen.length).toBeGreaterThan(1);
  });

  it('by an endless redirect ends', async () => {
    at.hub.behaviour.redirectTo = at.hub.origin;
    await expect(pull()).rejects.toThrow('redirects more than 5 times');
  });

  it('by the disk names its reason and no path', async () => {
    const notAFolder = join(at.modelsDir, 'file');
    await writeFile(notAFolder, '');
    const error = await pullModel(tinyCard, notAFolder, { endpoint: at.hub.origin }).catch(
      (thrown) => thrown,
    );
    expect(error.code).toBe('download-failed');
    expect(error.message).toContain('ENOTDIR');
    expect(error.message).not.toContain(at.modelsDir);
  });
});

describe('a pull from a folder', () => {
  it('copies the files and records the folder', async () => {
    await pull();
    const elsewhere = await mkdtemp(join(tmpdir(), 'models-'));
    await pullModel(tinyCard, elsewhere, { folder: folder() });
    for (const path of tinyPaths) {
      const copy = await readFile(join(modelFolder(tinyCard, elsewhere), path));
      expect(sha256(copy)).toBe(sha256(at.hub.behaviour.files.get(path)!));
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
