import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import openapiTS, { type OpenAPI3 } from 'openapi-typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemoServer } from '../helpers/demo-server.ts';
import { openapiPython } from '../helpers/openapi-python.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HERE = fileURLToPath(new URL('./', import.meta.url));
const PICTURE = join(ROOT, 'assets/demo/queries/copy.jpg');
const ADMIN_KEY = 'an-admin-key-of-some-length';
/** Generators that know no other files than octets are told that these are octets. */
const PYTHON_SETTINGS = {
  content_type_overrides: {
    'application/zip': 'application/octet-stream',
    'application/pdf': 'application/octet-stream',
    'image/*': 'application/octet-stream',
  },
  // Where an operation takes two kinds of body, the generator forgets one of these imports (0.28 to 0.29.1).
  post_hooks: [
    String.raw`sed -i -E 's/^from \.\.\.types import .*/from ...types import UNSET, Response, Unset/' api/*/*.py`,
  ],
};

const run = promisify(execFile);

let server: DemoServer;
let folder: string;
let description: string;
beforeAll(async () => {
  server = await startDemoServer({ ADMIN_KEY });
  // Beside node_modules, where the client finds what it is made of.
  await mkdir(join(ROOT, 'build'), { recursive: true });
  folder = await mkdtemp(join(ROOT, 'build', 'clients-'));
  description = await (await fetch(`${server.address}/openapi.json`)).text();
});
afterAll(async () => {
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const DONE = {
  answer: 'found',
  grade: 'copy',
  sameChannels: true,
  foundRow: true,
  title: 'Mine',
  caseMatches: 1,
  hidden: 1,
  refusal: 'admin-key-wrong',
  left: 0,
};

describe('a client that is made from the description', () => {
  it('checks, looks up, opens a case and suppresses in TypeScript, and its types hold', async () => {
    await writeFile(join(folder, 'schema.d.ts'), await openapiTS(JSON.parse(description) as OpenAPI3));
    await cp(join(HERE, 'calls.ts.txt'), join(folder, 'calls.ts'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const strictly =
      '--ignoreConfig --strict --noUnusedLocals --target es2023 --module nodenext --types node --pretty false';
    await run(process.execPath, [compiler, ...strictly.split(' '), 'calls.ts'], { cwd: folder }).catch(
      ({ stdout }: { stdout: string }) => expect(stdout).toBe(''),
    );
    const { stdout } = await run(process.execPath, ['calls.js', server.address, ADMIN_KEY, PICTURE], {
      cwd: folder,
    });
    expect(JSON.parse(stdout)).toEqual(DONE);
  });

  it.skipIf(openapiPython === null)('does the same in Python, with no operation left out', async () => {
    const python = String(openapiPython);
    const env = { ...process.env, PATH: [dirname(python), process.env.PATH].join(delimiter) };
    await writeFile(join(folder, 'openapi.json'), description);
    await writeFile(join(folder, 'settings.json'), JSON.stringify(PYTHON_SETTINGS));
    const client = 'trainspot_client';
    const words = `generate --path openapi.json --config settings.json --meta none --output-path ${client} --fail-on-warning`;
    await run(join(dirname(python), 'openapi-python-client'), words.split(' '), { cwd: folder, env }).catch(
      ({ stdout, stderr }: { stdout: string; stderr: string }) => expect(stdout + stderr).toBe(''),
    );
    const names = Object.values((JSON.parse(description) as Described).paths).flatMap((operations) =>
      Object.values(operations).map(({ operationId, tags: [tag] }) =>
        [tag, operationId].map(snaked).join('/'),
      ),
    );
    for (const name of names) await readFile(join(folder, client, 'api', `${name}.py`));
    await cp(join(HERE, 'calls.py'), join(folder, 'calls.py'));
    const { stdout } = await run(python, ['calls.py', server.address, ADMIN_KEY, PICTURE], {
      cwd: folder,
      env,
    });
    expect(JSON.parse(stdout)).toEqual(DONE);
  });
});

interface Described {
  paths: Record<string, Record<string, { operationId: string; tags: [string] }>>;
}

function snaked(name: string): string {
  return name.replaceAll('-', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
