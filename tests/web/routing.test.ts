import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../src/api/answers.ts';
import { NO_ANSWERS } from '../../src/advice/answers.ts';
import { readRegion } from '../../src/advice/facts/regions.ts';
import { allRegulators } from '../../src/advice/facts/regulators.ts';
import { channelsFor, routesFor } from '../../src/advice/route.ts';
import { answerOf, hasChromium, overflows } from './browser.ts';
import { demoInBrowser } from './demo-in-browser.ts';
import { aMatch } from './rows.ts';

const PINNED = { dataset: 'laion-400m', rowId: '17', url: 'https://i.pinimg.com/originals/a.jpg' };
const OWN = { dataset: 'laion-400m', rowId: '18', url: 'https://jane.example/a.jpg' };
const MATCHES = [PINNED, OWN].map((row) => aMatch({ ...row, channels: channelsFor(row) }));
const PATIENT = { timeout: 60_000 };

describe.skipIf(!hasChromium)('the questions that put the doors in order', () => {
  const demo = demoInBrowser();

  /** The page with an answer that has a row on a platform and one on a site. */
  async function answered(width = 1280) {
    const opened = await demo.open({ viewport: { width, height: 800 } });
    await opened.page.route('**/v1/checks', async (route) => {
      const result = (await (await route.fetch()).json()) as object;
      await route.fulfill({ json: { ...result, matches: MATCHES, lookAlikes: [] } });
    });
    await check(opened.page);
    return opened;
  }
  async function check(page: Page): Promise<void> {
    await page.locator('.demo-picture').first().click();
    expect((await answerOf(page)).state).toBe('found');
  }
  const questions = (page: Page) => page.locator('.routing > summary');
  const doorsOf = (page: Page, n: number) => page.locator('.matches .match').nth(n).locator('.doors');
  const titles = (page: Page, n: number) => doorsOf(page, n).locator('.channel-head strong').allInnerTexts();
  const expectedTitles = (row: typeof PINNED, answers: Partial<Answers>) =>
    channelsFor(row, { ...NO_ANSWERS, ...answers }).map(({ title }, i) =>
      i === 0 ? `Next: ${title}` : title,
    );

  it.each([390, 1280])(
    'change the order of every row by keyboard alone, the next thing to do in sight, %i px wide',
    async (width) => {
      const { page, complaints, foreign } = await answered(width);
      expect(await titles(page, 0)).toEqual(expectedTitles(PINNED, {}));
      await questions(page).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => (document.activeElement as HTMLSelectElement).name)).toBe('ownPage');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      await page.keyboard.type('No');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Yes');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Germ');
      const answers = { ownPage: 'no', inPicture: 'no', mayAct: 'yes', residence: 'DE' } as const;
      await expect.poll(() => titles(page, 0), PATIENT).toEqual(expectedTitles(PINNED, answers));
      expect(expectedTitles(PINNED, answers)).not.toEqual(expectedTitles(PINNED, {}));
      const status = page.locator('.routing [role=status]');
      await expect
        .poll(() => status.innerText(), PATIENT)
        .toMatch(/^In order now: \d+ ways? for the first entry/);
      expect(await page.evaluate(() => (document.activeElement as HTMLSelectElement).name)).toBe('residence');

      const [first] = channelsFor(PINNED, { ...NO_ANSWERS, ...answers });
      expect(await page.locator('#next').innerText()).toContain(`Next: ${first.title}`);
      const answer = await page.locator('#answer').boundingBox();
      const next = await page.locator('#next').boundingBox();
      expect(next!.y + next!.height - answer!.y).toBeLessThan(800);
      const channel = doorsOf(page, 0).locator('.channel').first();
      expect(await channel.innerText()).toContain(first.why);
      await channel.locator('summary').click();
      for (const said of ['Legal basis', 'What it can do, and cannot', 'Source', 'Checked']) {
        expect(await channel.locator('dt', { hasText: said }).count()).toBe(1);
      }
      expect(await overflows(page)).toBe(false);
      expect([foreign, complaints]).toEqual([[], []]);
    },
    120_000,
  );

  it('hold a page for one’s own on its host alone, and say what that rules out', async () => {
    const { page } = await answered();
    await questions(page).click();
    await page.getByLabel('Is it on your own page').selectOption({ label: 'Yes: jane.example' });
    await page.getByLabel('Do you hold the rights').selectOption('yes');
    await doorsOf(page, 1).locator('> summary').click();
    const [theirs, own] = [
      { mayAct: 'yes', ownPage: 'no' },
      { mayAct: 'yes', ownPage: 'yes' },
    ] as const;
    await expect.poll(() => titles(page, 0), PATIENT).toEqual(expectedTitles(PINNED, theirs));
    await expect.poll(() => titles(page, 1), PATIENT).toEqual(expectedTitles(OWN, own));
    const refused = routesFor(OWN, { ...NO_ANSWERS, ...own }).notOffered;
    expect(refused.length).toBeGreaterThan(0);
    const ruledOut = doorsOf(page, 1).locator('.ruled-out');
    await ruledOut.locator('summary').click();
    for (const { why } of refused) expect(await ruledOut.innerText()).toContain(why);
  }, 120_000);

  it('keep what was answered for the visit, and nowhere else', async () => {
    const { page } = await answered();
    await questions(page).click();
    await page.getByLabel('Where do you live?').selectOption('FR');
    await expect.poll(() => titles(page, 0), PATIENT).toEqual(expectedTitles(PINNED, { residence: 'FR' }));
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
      0,
      0,
      '',
    ]);
    await check(page);
    expect(await page.getByLabel('Where do you live?').inputValue()).toBe('FR');
    await expect.poll(() => titles(page, 0), PATIENT).toEqual(expectedTitles(PINNED, { residence: 'FR' }));
    await page.reload();
    await check(page);
    await questions(page).click();
    expect(await page.getByLabel('Where do you live?').inputValue()).toBe('');
  }, 120_000);

  it('say what went wrong, and leave the doors as they were', async () => {
    const { page } = await answered();
    await page.route('**/v1/routes', (route) => route.abort());
    await questions(page).click();
    await page.getByLabel('Are you in the picture?').selectOption('yes');
    const status = page.locator('.routing [role=status]');
    await expect.poll(() => status.innerText(), PATIENT).toContain('cannot be reached');
    expect(await page.locator('#next').innerText()).toContain(expectedTitles(PINNED, {})[0]);
    expect(await titles(page, 0)).toEqual(expectedTitles(PINNED, {}));
    await page.unroute('**/v1/routes');
    await page.getByLabel('Are you in the picture?').selectOption('no');
    await expect.poll(() => titles(page, 0), PATIENT).toEqual(expectedTitles(PINNED, { inPicture: 'no' }));
  }, 120_000);

  it('offer every country that has an authority, and only places that the service knows', async () => {
    const { page } = await answered();
    const values = await page
      .locator('.routing select[name=residence] option:not([value=""])')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    for (const { country } of allRegulators()) expect(values).toContain(country);
    for (const value of values) expect(readRegion(value), value).not.toBeNull();
  });

  it('are not asked where nothing was found', async () => {
    const { page } = await demo.open();
    await page.getByRole('button', { name: 'Not in the set' }).click();
    await answerOf(page);
    expect(await page.locator('.routing').count()).toBe(0);
    expect(await page.locator('#next').isVisible()).toBe(false);
  });
});
