import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FailedCheck } from '../../src/cli/check-files.ts';
import type { CheckResult } from '../../src/api/check-result.ts';
import { startDemoServer, type DemoServer } from '../helpers/demo-server.ts';
import { startPictureHost, type PictureHost } from '../helpers/picture-host.ts';
import { runCli } from '../helpers/run-cli.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));
const query = (name: string): string => `${DEMO}queries/${name}.jpg`;

describe('the command in the hands of a newcomer', { timeout: 120_000 }, () => {
  let server: DemoServer;
  let host: PictureHost;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainspot-newcomer-'));
    host = await startPictureHost({ 'copy.jpg': new Uint8Array(await readFile(query('copy'))) });
    server = await startDemoServer();
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    await host.close();
    await rm(folder, { recursive: true });
  });
  const run = (words: string[], environment = {}, input?: Uint8Array) =>
    runCli([...words, '--data', server.dataDir], environment, input);

  it('checks folders, addresses and standard input beside files', async () => {
    const pictures = join(folder, 'pictures');
    await mkdir(join(pictures, 'below'), { recursive: true });
    await copyFile(query('copy'), join(pictures, 'below', 'mine.jpg'));
    await writeFile(join(pictures, 'notes.txt'), 'notes');
    const words = [pictures, host.url('copy.jpg'), host.url('404'), 'http://10.0.0.7/a.jpg', '-'];
    const { code, stdout, stderr } = await run(
      ['check', ...words, query('absent'), '--json'],
      { FETCH_PRIVATE_HOSTS: host.host },
      await readFile(query('edited')),
    );
    const answers = JSON.parse(stdout) as (CheckResult | FailedCheck)[];
    expect(answers.map((each) => ('error' in each ? each.error.code : each.verdict.answer))).toEqual([
      'found',
      'found',
      'download-failed',
      'address-refused',
      'found',
      'not-found',
    ]);
    expect(stderr).toContain(`${pictures}: 1 picture; 1 other file passed over.`);
    expect(code).toBe(1);
  });

  it.each([
    ['a missing folder', () => join(folder, 'missing', 'mine.zip'), /no folder .*missing/],
    ['the picture itself', () => query('copy'), /is the very file that is read/],
  ])('is told before the check that evidence cannot go into %s', async (_, target, why) => {
    const { code, stdout, stderr } = await run(['check', query('copy'), '--evidence', target()]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
  });

  it('loses no picture to opt-out mark', async () => {
    const picture = join(folder, 'poster.jpg');
    await copyFile(query('copy'), picture);
    const before = await readFile(picture);
    for (const copy of [picture, `${folder}/../${folder.split('/').at(-1)}/poster.jpg`]) {
      const { code, stderr } = await runCli(['opt-out', 'mark', picture, copy, '--overwrite']);
      expect(stderr).toContain('is the very file that is read');
      expect(code).toBe(2);
    }
    expect((await readFile(picture)).equals(before)).toBe(true);
    const copy = join(folder, 'reserved.jpg');
    expect((await runCli(['opt-out', 'mark', picture, copy])).code).toBe(0);
    const again = await runCli(['opt-out', 'mark', picture, copy]);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('--overwrite')]);
    expect((await runCli(['opt-out', 'mark', picture, copy, '--overwrite'])).code).toBe(0);
  });

  it.each([
    [['suppress', 'list']],
    [['suppress', 'lift', '1']],
    [['suppress', '--domain', 'a.example', '--reason', 'asked']],
    [['suppress', '--picture', query('copy'), '--reason', 'asked']],
  ])('hears of ADMIN_KEY beside a server that has none: %j', async (words) => {
    const { code, stderr } = await run(words);
    expect(stderr).toContain(`The server at ${server.address} holds the database`);
    expect(stderr).toContain('ADMIN_KEY set to 16 letters or more');
    expect(code).toBe(1);
  });

  it('hears which setting to set where the hub cannot be reached', async () => {
    const words = ['models', 'pull', 'Xenova/clip-vit-base-patch32', '--data', join(folder, 'data')];
    const { code, stderr } = await runCli(words, { HF_ENDPOINT: 'http://127.0.0.1:9' });
    expect(stderr).toContain('Asked was 127.0.0.1:9: set HF_ENDPOINT to a mirror');
    expect(stderr).toContain('--from DIR');
    expect(code).toBe(1);
  });
});
