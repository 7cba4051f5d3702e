import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { answerOf, anyFaults, hasChromium, overflows } from './browser.ts';
import { demoInBrowser } from './demo-in-browser.ts';

const BUSY = {
  title: 'Too busy',
  status: 503,
  detail: 'Too many checks run at the moment.',
  code: 'overloaded',
};

describe.skipIf(!hasChromium)('the states of the page', () => {
  const demo = demoInBrowser();

  const copy = (page: Page) => page.getByRole('button', { name: 'A copy' });
  const again = (page: Page) => page.getByRole('button', { name: 'Try again' });

  async function expectSound(page: Page): Promise<void> {
    expect(await anyFaults(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  }

  it.each([
    ['light', 320],
    ['dark', 1280],
  ] as const)(
    'begin without a fault, and wait without one, %s and %i px wide',
    async (colorScheme, width) => {
      const { page } = await demo.open({ colorScheme, viewport: { width, height: 700 } });
      await copy(page).waitFor();
      await expectSound(page);
      await page.route('**/v1/checks', () => {});
      await copy(page).click();
      await page.locator('#progress').waitFor();
      await expectSound(page);
    },
  );

  it('tell that the service is too busy, and ask it again', async () => {
    const { page } = await demo.open();
    let isBusy = true;
    await page.route('**/v1/checks', (route) =>
      isBusy
        ? route.fulfill({
            status: 503,
            contentType: 'application/problem+json',
            headers: { 'retry-after': '5' },
            body: JSON.stringify(BUSY),
          })
        : route.continue(),
    );
    await copy(page).click();
    const { state, sentence } = await answerOf(page);
    expect(state).toBe('failed');
    expect(sentence).toMatch(/^Too many checks run at the moment\. Try again in 5 s\./);
    await expectSound(page);
    isBusy = false;
    await again(page).click();
    await page.waitForSelector('#answer[data-state=found]');
  });

  it('offer no second try of what will be refused again', async () => {
    const { page } = await demo.open();
    const buffer = Buffer.from('not a picture at all');
    await page.setInputFiles('#file', { name: 'notes.txt', mimeType: 'text/plain', buffer });
    expect((await answerOf(page)).state).toBe('failed');
    expect(await again(page).count()).toBe(0);
  });

  it('keep what stands on the page while the device is offline, and say so', async () => {
    const { page } = await demo.open();
    await copy(page).click();
    await answerOf(page);
    await page.context().setOffline(true);
    await expect.poll(() => page.locator('.offline').innerText()).toContain('You are offline');
    expect(await page.locator('.picture').count()).toBe(1);
    await expectSound(page);
    await copy(page).click();
    await page.waitForSelector('#answer[data-state=failed]');
    await page.context().setOffline(false);
    await expect.poll(() => page.locator('.offline').innerText()).toBe('');
    await again(page).click();
    await page.waitForSelector('#answer[data-state=found]');
  });

  it('say that a server holds nothing, or does not say what it holds, and ask it again', async () => {
    const { page } = await demo.open();
    let isUp = false;
    await page.route('**/v1/datasets', (route) =>
      isUp
        ? route.fulfill({ json: { searched: [], notSearched: [], known: [], models: [], byWords: [] } })
        : route.fulfill({ status: 503, json: { detail: 'Still starting.' } }),
    );
    await page.reload();
    const served = page.locator('#served');
    await expect.poll(() => served.innerText()).toContain('may still be starting. Still starting.');
    await expectSound(page);
    isUp = true;
    await again(page).click();
    await expect.poll(() => served.innerText()).toBe('Nothing is indexed yet, so nothing can be searched.');
    expect(await page.locator('#demo').count()).toBe(0);
  });

  it('say that an answer is followed no more, and follow it again', async () => {
    const { page } = await demo.open();
    await page.route('**/v1/checks', async (route) => {
      const result = (await (await route.fetch()).json()) as object;
      await route.fulfill({ json: { ...result, live: { state: 'running', compared: 0, of: 2 } } });
    });
    let asked = 0;
    await page.route('**/v1/checks/*/events', (route) => {
      asked++;
      return route.abort();
    });
    await copy(page).click();
    await answerOf(page);
    await expect.poll(() => page.locator('#live').innerText()).toContain('went out of sight');
    await page.getByRole('button', { name: 'Follow it again' }).click();
    await expect.poll(() => asked).toBe(2);
    await expectSound(page);
  });
});
