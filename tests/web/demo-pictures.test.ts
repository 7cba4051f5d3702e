import { describe, expect, it } from 'vitest';
import { answerOf, anyFaults, hasChromium, overflows } from './browser.ts';
import { demoInBrowser } from './demo-in-browser.ts';

describe.skipIf(!hasChromium)('the demo, for somebody who never saw it', () => {
  const demo = demoInBrowser();

  it('says what this server holds before it asks for anything, and how that may change', async () => {
    const { page } = await demo.open();
    await page.getByText('How do real datasets get here?').click();
    const held = await page.locator('.held').innerText();
    expect(held).toMatch(/^A demo of 50 drawn pictures: nothing of the real datasets is indexed here yet\./);
    expect(held).toContain('npx trainspot index');
    // The first that is seen; the heading above is heard.
    const [, first] = (await page.locator('main').innerText())
      .trim()
      .split('\n')
      .filter((line) => line !== '');
    expect(first).toMatch(/^A demo of 50/);
  });

  it('shows both sides of a copy, and a dead link, and asks nobody but this server', async () => {
    const { page, complaints, foreign } = await demo.open();
    await page.getByRole('button', { name: 'A copy' }).click();
    await answerOf(page);
    const card = page.locator('.picture');
    await page.waitForSelector('.pictures[data-stage=loaded]');
    const theirs = card.locator('.thumbnail img').nth(1);
    expect(await theirs.getAttribute('src')).toMatch(new RegExp(`^${demo.server.address}/demo/prints/demo-`));
    expect(await theirs.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
    await expect.poll(() => card.locator('.gone').innerText()).toContain('The link is dead');
    expect([complaints, foreign]).toEqual([[], []]);
  });

  it.each([
    ['An edited copy', 390, 'dark'],
    ['A part of one', 1280, 'light'],
  ] as const)('outlines what %s shares, %i px wide and %s', async (title, width, colorScheme) => {
    const { page, complaints, foreign } = await demo.open({ viewport: { width, height: 800 }, colorScheme });
    await page.getByRole('button', { name: title }).click();
    await answerOf(page);
    await page.waitForSelector('.pictures[data-stage=loaded]');
    const card = page.locator('.picture').first();
    expect(await card.locator('svg.area').count()).toBe(2);
    expect(await card.locator('h3').innerText()).toMatch(
      title === 'A part of one' ? /^A part of it$/ : /^An edited copy: /,
    );
    expect(await anyFaults(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
    expect([complaints, foreign]).toEqual([[], []]);
  });
});
