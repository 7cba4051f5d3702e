import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { OpenedCase } from '../../src/api/case.ts';
import { hasChromium, overflows, seriousFaults } from './browser.ts';
import { demoInBrowser } from './demo-in-browser.ts';

/** A busy machine draws late. */
const PATIENT = { timeout: 60_000 };
const BLOG = { dataset: 'my-set', release: '1', rowId: '7', url: 'https://studio.co.uk/prints/a.jpg' };

describe.skipIf(!hasChromium)('the letters of a case', () => {
  const demo = demoInBrowser();

  /** Opens the page of a case about a row, for a channel of it. */
  async function open(channel: string, page: Page): Promise<void> {
    const response = await fetch(`${demo.server.address}/v1/cases`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ matches: [BLOG], channel }),
    });
    const { link } = (await response.json()) as OpenedCase;
    await page.goto(`${demo.server.address}${link}`);
    await page.locator('#case:not([hidden])').waitFor();
  }

  it.each([
    ['us-copyright-office-agents', 'dmca', 390],
    ['host-contact-point', 'dsa-notice', 1280],
  ])(
    'begins with %s and %s, and asks for whoever is found',
    async (channel, kind, width) => {
      const { page, complaints } = await demo.open({ viewport: { width, height: 800 } });
      await open(channel, page);
      const form = page.locator('#draft-form');
      expect(await form.getByLabel('Through which channel?').inputValue()).toBe(channel);
      expect(await form.getByLabel('What do you want to write?').inputValue()).toBe(kind);
      expect(await form.getByLabel('To whom, as you found it').inputValue()).toBe('');
      expect(await form.getByLabel('Their e-mail that you found').inputValue()).toBe('');
      await form.getByRole('button', { name: 'Save the draft' }).click();
      const request = page.locator('#request-1');
      await request.waitFor(PATIENT);
      expect(await request.locator('.missing li').first().innerText()).toContain('that you found');
      expect(await request.locator('h3').innerText()).not.toMatch(/, to /);
      expect(await overflows(page)).toBe(false);
      expect(await seriousFaults(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    240_000,
  );

  it('keeps what was typed when the kind changes, and when another request is saved', async () => {
    const { page } = await demo.open();
    await open('us-copyright-office-agents', page);
    const form = page.locator('#draft-form');
    const name = form.getByLabel('Your full name', { exact: true });
    await name.fill('Käthe Weiß');
    await form.getByLabel('Your work: its title').fill('The oil painting');
    await form.getByLabel('What do you want to write?').selectOption('dsa-notice');
    expect(await name.inputValue()).toBe('Käthe Weiß');
    expect(await form.getByLabel('Your work: its title').inputValue()).toBe('The oil painting');
    // The channel goes along with a letter that the one before does not take.
    expect(await form.getByLabel('Through which channel?').inputValue()).toBe('host-contact-point');
    await form.getByRole('button', { name: 'Save the draft' }).click();
    const request = page.locator('#request-1');
    await request.waitFor(PATIENT);

    await request.getByLabel('Why the copy is illegal').fill('It is mine.');
    await page.locator('#draft > summary').click();
    await form.getByRole('button', { name: 'Save the draft' }).click();
    await page.locator('#request-2').waitFor(PATIENT);
    expect(await request.getByLabel('Why the copy is illegal').inputValue()).toBe('It is mine.');

    await name.evaluate((input: HTMLInputElement) => input.closest('details')!.setAttribute('open', ''));
    await name.fill('Jane Doe');
    await request.getByRole('button', { name: 'Save the draft' }).click();
    await expect.poll(() => request.getByText('Still a draft').count(), PATIENT).toBe(1);
    expect(await name.inputValue()).toBe('Jane Doe');
  }, 240_000);

  it('loads a letter, and the case, that could not be reached at first', async () => {
    const { page } = await demo.open();
    let isDown = true;
    await page.route(/\/v1\/cases\/mine(\/requests\/1\/notice)?$/, (route) =>
      isDown ? route.abort() : route.continue(),
    );
    const response = await fetch(`${demo.server.address}/v1/cases`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ matches: [BLOG] }),
    });
    const { link } = (await response.json()) as OpenedCase;
    await page.goto(`${demo.server.address}${link}`);
    const again = page.getByRole('button', { name: 'Try again' });
    await again.waitFor(PATIENT);
    isDown = false;
    await again.click();
    await page.locator('#case:not([hidden])').waitFor(PATIENT);
    await page.locator('#draft-form').getByRole('button', { name: 'Save the draft' }).click();
    const request = page.locator('#request-1');
    await request.waitFor(PATIENT);
    await request.getByLabel('Your full name', { exact: true }).fill('Jane Doe');
    isDown = true;
    await request.getByText('Read the draft').click();
    await request.getByRole('button', { name: 'Try again' }).waitFor(PATIENT);
    isDown = false;
    await request.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => request.locator('.letter').innerText(), PATIENT).toContain('DRAFT');
    expect(await request.getByLabel('Your full name', { exact: true }).inputValue()).toBe('Jane Doe');
  }, 240_000);
});
