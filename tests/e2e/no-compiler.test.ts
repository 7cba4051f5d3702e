import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layDatabase } from '../helpers/databases.ts';
import { startDemoServer } from '../helpers/demo-server.ts';
import { runCli, type Ran } from '../helpers/run-cli.ts';

const PICTURES = fileURLToPath(new URL('../../assets/demo/pictures/', import.meta.url));

/** As where nothing was compiled: the addon's file cannot be loaded. */
const HIDDEN_ADDON = `
const Module = require('node:module');
const load = Module._extensions['.node'];
Module._extensions['.node'] = (module, file) => {
  if (file.includes('hnswlib-node')) throw new Error('Could not locate the bindings file');
  return load(module, file);
};
`;

describe('on a machine without a C++ compiler', () => {
  let dir: string;
  let environment: Record<string, string>;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'trainspot-plain-'));
    await writeFile(join(dir, 'hidden.cjs'), HIDDEN_ADDON);
    await writeFile(join(dir, 'rows.csv'), 'url,caption\nhttps://a.example/demo-003.jpg,One\n');
    environment = { NODE_OPTIONS: `--require ${join(dir, 'hidden.cjs')}`, DATA_DIR: join(dir, 'data') };
    await layDatabase(environment['DATA_DIR']);
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  function index(engine: string): Promise<Ran> {
    const rows = ['--dataset', 'mine', '--format', 'generic', '--manifest', join(dir, 'rows.csv')];
    const words = ['index', ...rows, '--pictures', PICTURES, '--json'];
    return runCli(words, { ...environment, INDEX_ENGINE: engine });
  }

  it('starts, and says which engine is there and what the other one needs', async () => {
    const server = await startDemoServer(environment);
    expect(server.output()).toContain(
      'usearch (hnswlib is compiled when it is first needed, by a C++ compiler)',
    );
    expect(await server.stop()).toBe(0);
  });

  it('says what the engine hnsw wants when it is asked for, and records nothing', async () => {
    const { code, stderr } = await index('hnsw');
    expect(code).toBe(1);
    expect(stderr).toMatch(/The index engine hnsw does not run here.*apt-get install g\+\+.*usearch/);
    expect((await runCli(['datasets', '--json'], environment)).stdout).not.toContain('"mine"');
  });

  it('indexes by the default engine', async () => {
    expect(JSON.parse((await index('usearch')).stdout)).toMatchObject({ indexed: 1 });
  });
});
