import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CaseView, OpenedCase } from '../../src/api/case.ts';
import type { CheckResult } from '../../src/api/check-result.ts';
import { openDatabase } from '../../src/db/open.ts';
import { filesByHeaders } from '../../src/evidence/read-archive.ts';
import { type DemoServer, startDemoServer } from '../helpers/demo-server.ts';
import { readPdf } from '../helpers/read-pdf.ts';
import { runCli } from '../helpers/run-cli.ts';
import { COMPLETE } from '../notices/notice-inputs.ts';
import { answerOf, hasChromium, openPage, overflows, seriousFaults, sharedBrowser } from './browser.ts';

const COPY = fileURLToPath(new URL('../../assets/demo/queries/copy.jpg', import.meta.url));
const PRACTICE = 'trainspot-demo-practice';
const PATIENT = { timeout: 60_000 };

describe('from a match to a removal, and to nothing left', () => {
  let server: DemoServer;
  let folder: string;
  beforeAll(async () => {
    [server, folder] = await Promise.all([startDemoServer(), mkdtemp(join(tmpdir(), 'trainspot-walk-'))]);
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The pack holds and tells of the case; with a byte of its chain changed it names the chain. */
  async function expectWholePack(pack: Uint8Array, secret: string): Promise<void> {
    const chain = Buffer.from(
      filesByHeaders(pack).find(({ name }) => name === 'events.jsonl')!.bytes,
    ).toString();
    expect(chain.match(/"kind":"[\w-]+"/g)).toEqual(
      expect.arrayContaining([
        '"kind":"check"',
        '"kind":"case-match-added"',
        '"kind":"case-request-drafted"',
      ]),
    );
    expect(Buffer.from(pack).includes(secret)).toBe(false);
    const [whole, changed] = [join(folder, 'whole.zip'), join(folder, 'changed.zip')];
    await writeFile(whole, pack);
    expect(await runCli(['evidence', 'verify', whole])).toMatchObject({ code: 0 });
    const bytes = Buffer.from(pack);
    bytes[bytes.indexOf('case-request-drafted')] ^= 1;
    await writeFile(changed, bytes);
    const { code, stdout } = await runCli(['evidence', 'verify', changed]);
    expect(code).toBe(1);
    expect(stdout).toContain('events.jsonl was changed');
  }

  async function expectLetter(pdf: Uint8Array, named: string): Promise<void> {
    expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await readPdf(pdf)).text).toContain(named);
  }

  it('goes by HTTP alone', async () => {
    const ask = async (method: string, path: string, body?: object, token?: string): Promise<Response> => {
      const response = await fetch(server.address + path, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      return response;
    };
    const form = new FormData();
    form.append('picture', new Blob([await readFile(COPY)]), 'x.jpg');
    const check = (await (
      await fetch(`${server.address}/v1/checks`, { method: 'POST', body: form })
    ).json()) as CheckResult;
    const [match] = check.matches;
    const opened = await ask('POST', '/v1/cases', { checkId: check.id, matches: [match] });
    const { token } = (await opened.json()) as OpenedCase;
    const mine = '/v1/cases/mine';
    for (const kind of ['gdpr-erasure', 'dmca']) {
      const wish = { kind, channel: PRACTICE, fields: COMPLETE[kind] };
      const drafted = (await (await ask('POST', `${mine}/requests`, wish, token)).json()) as CaseView;
      expect(drafted.requests.at(-1)).toMatchObject({
        kind,
        missing: [],
        recipient: { email: 'practice@trainspot.example' },
      });
    }
    // A host knows its address, and nothing of a dataset's sample ids.
    for (const [n, named] of [
      [1, match.rowId],
      [2, match.url],
    ] as const) {
      const pdf = await ask('GET', `${mine}/requests/${n}/notice?format=pdf`, undefined, token);
      await expectLetter(new Uint8Array(await pdf.arrayBuffer()), named);
    }
    const pack = await ask('POST', `${mine}/evidence`, {}, token);
    expect(pack.headers.get('content-type')).toBe('application/zip');
    await expectWholePack(new Uint8Array(await pack.arrayBuffer()), token);
    const gone = await ask('POST', `${mine}/evidence`, { checkId: 'an-older-one' }, token);
    expect([gone.status, await gone.json()]).toMatchObject([404, { code: 'check-unknown' }]);
    expect((await ask('DELETE', mine, undefined, token)).status).toBe(200);
    expect((await ask('GET', mine, undefined, token)).status).toBe(404);
  }, 300_000);

  describe.skipIf(!hasChromium)('in a browser', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await sharedBrowser();
    }, 120_000);
    afterEach(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    });

    async function saved(page: Page, press: () => Promise<void>): Promise<Buffer> {
      const download = page.waitForEvent('download', PATIENT);
      await press();
      return readFile(await (await download).path());
    }

    it('goes from a channel to its letter, the pack and the end', async () => {
      const { page, complaints, foreign } = await openPage(browser, server.address, {
        viewport: { width: 390, height: 800 },
        acceptDownloads: true,
      });
      await page.getByRole('button', { name: 'A copy' }).click();
      await answerOf(page);
      const match = page.locator('.matches .match').first();
      const rowId = /^Entry (\S+) of/.exec((await match.getAttribute('aria-label'))!)![1];
      const channel = match.locator('.channel').first();
      await channel.getByText('What to fill in').click();
      await channel.getByRole('button', { name: 'Write a letter' }).click();
      await page.waitForURL(/\/case#[\w-]{43}$/);
      const token = page.url().split('#')[1];
      await page.locator('#case:not([hidden])').waitFor();
      expect(await page.getByLabel('Your secret link').inputValue()).toBe(`${server.address}/case#${token}`);

      const form = page.locator('#draft-form');
      expect(await form.getByLabel('Through which channel?').inputValue()).toBe(PRACTICE);
      expect(await form.getByLabel('To whom').inputValue()).toBe('Trainspot demo set (simulated)');
      expect(await form.getByLabel('Their e-mail').inputValue()).toBe('practice@trainspot.example');
      for (const [i, kind] of ['gdpr-erasure', 'dmca'].entries()) {
        if (i > 0) await page.locator('#draft > summary').click();
        await form.getByLabel('What do you want to write?').selectOption(kind);
        await form.getByRole('button', { name: 'Save the draft' }).click();
        await page.locator(`#request-${i + 1}`).waitFor(PATIENT);
        expect(await page.locator(`#request-${i + 1} h3`).innerText()).toContain('to Trainspot demo set');
      }
      const request = page.locator('#request-1');
      const pdf = await saved(page, () => request.getByRole('button', { name: 'PDF' }).click());
      await expectLetter(pdf, rowId);
      const pack = await saved(page, () =>
        page.getByRole('button', { name: 'Download the evidence' }).click(),
      );
      await expect.poll(() => page.locator('.evidence-said').innerText(), PATIENT).toContain('Its sha256 is');
      await expectWholePack(pack, token);
      expect(await overflows(page)).toBe(false);
      expect(await seriousFaults(page)).toEqual([]);

      await page.getByRole('button', { name: 'Delete this case' }).click();
      await page.getByRole('button', { name: 'Yes, delete it all' }).click();
      await expect.poll(() => page.locator('#case-title').innerText(), PATIENT).toBe('The case is deleted');
      expect([foreign, complaints]).toEqual([[], []]);
    }, 300_000);

    it('says when the check is forgotten', async () => {
      const match = {
        dataset: 'demo',
        release: 'bundled',
        rowId: '1',
        url: 'https://pictures.example/1.jpg',
      };
      const response = await fetch(`${server.address}/v1/cases`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ matches: [match], checkId: 'forgotten' }),
      });
      const { link, token } = (await response.json()) as OpenedCase;
      const { page } = await openPage(browser, server.address);
      await page.goto(server.address + link);
      await page.getByRole('button', { name: 'Download the evidence' }).click();
      await expect
        .poll(() => page.locator('.evidence-said').innerText(), PATIENT)
        .toMatch(/No check 'forgotten' is known here, or not any more.*Check the picture again/);
      const headers = { authorization: `Bearer ${token}` };
      await fetch(`${server.address}/v1/cases/mine`, { method: 'DELETE', headers });
    }, 120_000);
  });

  // The last of the file: it ends the server, since its database belongs to one process.
  it('leaves nothing in any table', async () => {
    const ended = new Promise((resolve) => server.process.once('exit', resolve));
    server.process.kill('SIGINT');
    await ended;
    const { database } = await openDatabase({ dataDir: server.dataDir });
    const tables = await database.query<{ name: string }>(
      `select table_name as name from information_schema.tables
       where table_schema = 'public' and table_name like 'case%' order by 1`,
    );
    expect(tables.map(({ name }) => name)).toEqual(['case_events', 'case_matches', 'case_requests', 'cases']);
    for (const { name } of tables) {
      expect(await database.query(`select * from ${name}`), name).toEqual([]);
    }
    await database.close();
  }, 120_000);
});
