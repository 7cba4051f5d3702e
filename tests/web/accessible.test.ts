import { describe, expect, it } from 'vitest';
import { answerOf, hasChromium, overflows, seriousFaults } from './browser.ts';
import { demoInBrowser } from './demo-in-browser.ts';

const PATIENT = { timeout: 60_000 };

describe.skipIf(!hasChromium)('the page for everybody', () => {
  const demo = demoInBrowser();

  it.each([
    [390, 'light'],
    [1280, 'dark'],
  ] as const)(
    'has no serious fault with an answer, its questions open and a post answered, %i px wide and %s',
    async (width, colorScheme) => {
      const { page, complaints } = await demo.open({
        viewport: { width, height: 800 },
        colorScheme,
      });
      await page.getByText('Was my post used?').click();
      await page.getByLabel('Where was it posted?').selectOption('instagram');
      await page.getByRole('button', { name: 'See what was published' }).click();
      await page.locator('.exposure-programme').first().waitFor(PATIENT);
      await page.getByRole('button', { name: 'A copy' }).click();
      expect((await answerOf(page)).state).toBe('found');
      await page.locator('.routing > summary').click();
      await page.getByLabel('Where do you live?').selectOption('DE');
      await expect
        .poll(() => page.locator('.routing [role=status]').innerText(), PATIENT)
        .toMatch(/^In order now/);
      // Whatever is folded is looked at too.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      expect(await seriousFaults(page)).toEqual([]);
      expect(await overflows(page)).toBe(false);
      expect(complaints).toEqual([]);
    },
    240_000,
  );
});
