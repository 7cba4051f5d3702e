import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPack } from '../../src/evidence/verify.ts';
import { dataMiningIn } from '../../src/fingerprint/xmp/data-mining.ts';
import { expectXmpContainer } from '../../src/fingerprint/xmp/registry.ts';
import { type DemoServer, startDemoServer } from '../helpers/demo-server.ts';
import { type ScriptedHost, startScriptedHost } from '../helpers/scripted-host.ts';
import { runCli } from '../helpers/run-cli.ts';
import { noise } from '../opt-out/pictures.ts';
import { answerOf, hasChromium, openPage, overflows, sharedBrowser } from './browser.ts';

describe.skipIf(!hasChromium)('evidence and reservations on the page', () => {
  let server: DemoServer;
  let browser: Browser;
  let site: ScriptedHost;
  let silent: ScriptedHost;
  beforeAll(async () => {
    silent = await startScriptedHost((path) =>
      path === '/' ? { headers: { 'content-type': 'text/html' }, body: '<b>'.repeat(3_000) } : undefined,
    );
    site = await startScriptedHost((path) => {
      if (path === '/robots.txt') return { body: 'User-agent: GPTBot\nDisallow: /' };
      if (path === '/') return { headers: { 'content-type': 'text/html', 'x-robots-tag': 'noai' } };
      return undefined;
    });
    [server, browser] = await Promise.all([
      startDemoServer({ FETCH_PRIVATE_HOSTS: `${site.host},${silent.host}` }),
      sharedBrowser(),
    ]);
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    await site?.close();
    await silent?.close();
  });

  it('saves the evidence of a find, which verifies, and says its sha256', async () => {
    const { page, complaints } = await openPage(browser, server.address, { acceptDownloads: true });
    await page.getByRole('button', { name: /^An edited copy/ }).click();
    await answerOf(page);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the evidence' }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toMatch(/^trainspot-evidence-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.zip$/);
    const path = await download.path();
    const verification = verifyPack(await readFile(path), await page.locator('.evidence-hash').innerText());
    expect(verification).toMatchObject({ isWhole: true, isAnchored: true, findings: [] });
    const ran = await runCli(['evidence', 'verify', path, '--sha256', verification.sha256]);
    expect([ran.code, ran.stdout]).toEqual([0, expect.stringContaining('The pack holds')]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 240_000);

  it('offers no evidence where nothing was found', async () => {
    const { page } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /^Not in the set/ }).click();
    expect((await answerOf(page)).state).toBe('not-found');
    expect(await page.getByRole('button', { name: 'Download the evidence' }).count()).toBe(0);
    await page.context().close();
  });

  it.each([390, 1280])('reads what a site says, %i px wide', async (width) => {
    const { page, complaints, foreign } = await openPage(browser, server.address, {
      viewport: { width, height: 900 },
    });
    await page.locator('#audit-address').fill(site.url('/'));
    await page.getByRole('button', { name: 'Look', exact: true }).click();
    await expect
      .poll(() => page.locator('#audit-said').innerText(), { timeout: 60_000 })
      .toContain('2 of the 8 ways of saying no');
    const ways = await page.locator('.audit-ways').innerText();
    expect(ways).toMatch(/X-Robots-Tag header\s*says no/);
    await page.getByText(/crawlers? kept out/).click();
    expect(await page.locator('.audit').innerText()).toContain('GPTBot may not fetch this page');
    await page.getByRole('button', { name: 'Write the files' }).click();
    await page.locator('.opt-out-file summary').first().click();
    expect(await page.locator('.opt-out-file pre').first().innerText()).toContain('User-agent: GPTBot');
    expect(await overflows(page)).toBe(false);
    const shots = process.env['TEST_SCREENSHOTS'];
    if (shots !== undefined)
      await page.screenshot({ path: `${shots}/keep-out-${width}.png`, fullPage: true });
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('shows what was read of a site where nothing could be answered', async () => {
    const { page } = await openPage(browser, server.address);
    await page.locator('#audit-address').fill(silent.url('/'));
    await page.getByRole('button', { name: 'Look', exact: true }).click();
    await expect
      .poll(() => page.locator('#audit-said').innerText(), { timeout: 60_000 })
      .toContain('Nothing that was read asks crawlers');
    const ways = await page.locator('.audit-ways').innerText();
    expect(ways).toMatch(/Meta tag for robots\s*not known\s*The page could not be read/);
    expect(ways).toMatch(/robots\.txt\s*says nothing/);
    await page.context().close();
  });

  it('says in words what cannot be read', async () => {
    const { page } = await openPage(browser, server.address);
    await page.locator('#audit-address').fill('http://10.0.0.1/');
    await page.getByRole('button', { name: 'Look', exact: true }).click();
    await expect
      .poll(() => page.locator('#audit-said').innerText())
      .toContain('does not lead to the public internet');
    await page.context().close();
  });

  it('marks a picture, and says what cannot be marked', async () => {
    const { page, complaints } = await openPage(browser, server.address, { acceptDownloads: true });
    const saving = page.waitForEvent('download');
    const buffer = Buffer.from(await noise('png'));
    await page.setInputFiles('#mark-file', { name: 'mine.png', mimeType: 'image/png', buffer });
    const download = await saving;
    expect(download.suggestedFilename()).toBe('reserved.png');
    const bytes = new Uint8Array(await readFile(await download.path()));
    expect(expectXmpContainer(bytes).read(bytes).map(dataMiningIn)).toEqual(['DMI-PROHIBITED-AIMLTRAINING']);
    expect(complaints).toEqual([]);
    await page.setInputFiles('#mark-file', {
      name: 'a.gif',
      mimeType: 'image/gif',
      buffer: Buffer.from('GIF89a'),
    });
    await expect.poll(() => page.locator('#mark-said').innerText()).toContain('JPEG, PNG and WebP');
    await page.context().close();
  });
});
