import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { OpenedCase } from '../../src/api/case.ts';
import { answerOf, hasChromium, overflows, seriousFaults } from './browser.ts';
import { demoInBrowser } from './demo-in-browser.ts';

/** A busy machine draws late. */
const PATIENT = { timeout: 60_000 };

describe.skipIf(!hasChromium)('the page of a case', () => {
  const demo = demoInBrowser();

  async function openByRest(): Promise<OpenedCase> {
    const match = {
      dataset: 'demo',
      release: 'bundled',
      rowId: '1',
      url: `https://pictures.example/${'x'.repeat(300)}.jpg`,
      grade: 'copy',
    };
    const response = await fetch(`${demo.server.address}/v1/cases`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ matches: [match] }),
    });
    return (await response.json()) as OpenedCase;
  }

  it.each([390, 1280])(
    'leads from a match to a letter that is sent, and to nothing left, %i px wide',
    async (width) => {
      const { page, complaints, foreign } = await demo.open({
        viewport: { width, height: 800 },
        acceptDownloads: true,
      });
      const asked: string[] = [];
      page.on('request', (request) => void asked.push(request.url()));
      await page.getByRole('button', { name: 'A copy' }).click();
      await answerOf(page);
      await page.locator('.matches .match').first().getByRole('button', { name: 'Open a case' }).click();
      await page.waitForURL(/\/case#[\w-]{43}$/);
      const token = page.url().split('#')[1];
      await page.locator('#case:not([hidden])').waitFor();

      // The one next thing, on the first screen.
      expect(await page.locator('#next-sentence').innerText()).toBe('Draft your first request.');
      const go = page.locator('#next-go');
      const box = await go.boundingBox();
      expect(box!.y + box!.height).toBeLessThan(800);
      await go.click();

      const form = page.locator('#draft-form');
      await form.getByLabel('What do you want to write?').selectOption('dmca');
      for (const box of await form.getByRole('checkbox').all()) expect(await box.isChecked()).toBe(false);
      await form.getByLabel('Your full name', { exact: true }).fill('Käthe Weiß');
      await form.getByRole('button', { name: 'Save the draft' }).click();
      const request = page.locator('#request-1');
      await request.waitFor();
      expect(await request.locator('.missing li').count()).toBeGreaterThan(5);
      expect(await page.locator('#next-sentence').innerText()).toMatch(
        /^Complete request 1 .*things are missing/,
      );
      expect(await overflows(page)).toBe(false);
      expect(await seriousFaults(page)).toEqual([]);

      const answers: Record<string, string> = {
        'Your postal address': 'Hauptstraße 1',
        'Your telephone number': '+49 40 000000',
        'Your e-mail address': 'kaethe@studio.example',
        'Your work: its title': 'An oil painting',
        'Where your work stands': 'https://studio.example/evora',
        'Your signature': 'Käthe Weiß',
      };
      for (const [label, text] of Object.entries(answers)) await request.getByLabel(label).fill(text);
      await request.getByLabel('Are the rights yours?').selectOption('owner');
      for (const box of await request.getByRole('checkbox').all()) await box.check();
      await request.getByRole('button', { name: 'Save the draft' }).click();
      await expect.poll(() => page.locator('#next-sentence').innerText(), PATIENT).toMatch(/^Send request 1/);

      const pdf = page.waitForEvent('download');
      await request.getByRole('button', { name: 'PDF' }).click();
      const file = await pdf;
      expect(file.suggestedFilename()).toBe('request-1.pdf');
      expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');
      await request.getByText('Read the letter').click();
      await expect
        .poll(() => request.locator('.letter').innerText(), PATIENT)
        .toContain('Under penalty of perjury');
      expect(await request.getByRole('link', { name: 'Open an e-mail' }).getAttribute('href')).toMatch(
        /^mailto:/,
      );

      await request.getByRole('button', { name: 'I sent it' }).click();
      await expect.poll(() => request.locator('.state').innerText(), PATIENT).toBe('Sent');
      expect(await page.locator('#next-sentence').innerText()).toMatch(/^Wait/);
      expect(await page.getByLabel('Your secret link').inputValue()).toBe(page.url());
      const calendar = await page.locator('#calendar').getAttribute('href');
      expect(await (await fetch(demo.server.address + calendar)).text()).toContain('BEGIN:VEVENT');
      expect(await overflows(page)).toBe(false);
      expect(await seriousFaults(page)).toEqual([]);

      await page.getByRole('button', { name: 'Delete this case' }).click();
      await page.getByRole('button', { name: 'Yes, delete it all' }).click();
      await expect.poll(() => page.locator('#case-title').innerText(), PATIENT).toBe('The case is deleted');
      const again = await fetch(`${demo.server.address}/v1/cases/mine`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(again.status).toBe(404);
      // The token never stood in an address that was asked for, nor in the log.
      expect(asked.filter((url) => url.includes(token))).toEqual([]);
      expect(demo.server.output()).not.toContain(token);
      expect(foreign).toEqual([]);
      expect(complaints).toEqual([]);
    },
    240_000,
  );

  it('checks the links again, and says what it found', async () => {
    const { link } = await openByRest();
    const { page } = await demo.open({ viewport: { width: 390, height: 800 } });
    await page.goto(`${demo.server.address}${link}`);
    await page.getByRole('button', { name: 'Check the links again' }).click();
    await expect
      .poll(() => page.locator('.case-match').first().innerText(), PATIENT)
      .toMatch(/no server of that name|could not be reached/i);
    expect(await overflows(page)).toBe(false);
  }, 120_000);

  it('says in words what is wrong with a link', async () => {
    const { page } = await demo.open();
    await page.goto(`${demo.server.address}/case`);
    await expect.poll(() => page.locator('#trouble').innerText(), PATIENT).toContain('not complete');
    await page.goto('about:blank');
    await page.goto(`${demo.server.address}/case#${'x'.repeat(43)}`);
    await expect
      .poll(() => page.locator('#trouble').innerText(), PATIENT)
      .toContain('No case is opened by this');
    expect(await page.locator('#case').isVisible()).toBe(false);
  }, 120_000);
});
