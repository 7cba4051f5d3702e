import { describe, expect, it } from 'vitest';
import { allPlatforms } from '../../src/advice/facts/platforms.ts';
import { readRegion } from '../../src/advice/facts/regions.ts';
import { hasChromium, overflows } from './browser.ts';
import { demoInBrowser } from './demo-in-browser.ts';

describe.skipIf(!hasChromium)('advice on the page', () => {
  const demo = demoInBrowser();

  it.each([390, 1280])(
    'answers “Was my post used?” for every programme, by keyboard alone, %i px wide',
    async (width) => {
      const { page, complaints, foreign } = await demo.open({
        viewport: { width, height: 800 },
      });
      await page.getByText('Was my post used?').focus();
      await page.keyboard.press('Enter');
      for (const [label, option] of [
        ['Where was it posted?', 'Instagram'],
        ['Could everybody see it?', 'Yes'],
        ['Did your own account post it?', 'Yes'],
        ['Where did its author live then?', 'The EU'],
        ['Was its author 18 or older then?', 'Yes'],
      ]) {
        await page.getByLabel(label).selectOption({ label: option });
      }
      await page.getByLabel('When?').fill('2025-03');
      await page.getByLabel('When?').press('Enter');
      const programmes = page.locator('.exposure-programme');
      await expect.poll(() => programmes.count()).toBe(6);
      const said = page.locator('#exposure-said');
      expect(await said.getAttribute('role')).toBe('status');
      expect(await said.innerText()).toMatch(
        /^Your post is within reach of 1 programme\. Of 1 nobody can tell, of 4/,
      );
      const first = programmes.first();
      expect(await first.getAttribute('data-reach')).toBe('within-reach');
      expect(await first.getByRole('heading').innerText()).toBe("Meta's generative AI (since 2023)");
      expect(await first.innerText()).toContain('Log in with your personal account first');
      expect(await first.getByText('Next: Object to AI training').count()).toBe(1);
      const form = first.getByRole('link', { name: 'Open the form' }).first();
      expect(await form.getAttribute('href')).toBe('https://www.facebook.com/help/contact/6359191084165019');
      await first.getByText('What was taken, and where that was read').click();
      expect(await first.innerText()).toContain('read at somebody else’s page');
      expect(await overflows(page)).toBe(false);
      expect(foreign).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  it('says what is wrong with an answer, and clears what stood there before', async () => {
    const { page } = await demo.open();
    await page.getByText('Was my post used?').click();
    // Of a post of which nothing was said there is one sentence, and no list that says the same six times.
    await page.getByRole('button', { name: 'See what was published' }).click();
    await expect
      .poll(() => page.locator('#exposure-said').innerText())
      .toMatch(/^Say at least where it was posted: [^.]*\.$/);
    expect(await page.locator('.exposure-programme').count()).toBe(0);
    await page.getByLabel('When?').fill('2024');
    await page.getByRole('button', { name: 'See what was published' }).click();
    await expect.poll(() => page.locator('.exposure-programme').count()).toBe(6);
    await page.getByLabel('When?').fill('2999');
    await page.getByRole('button', { name: 'See what was published' }).click();
    await expect.poll(() => page.locator('#exposure-said').innerText()).toContain("'posted' is 2999");
    expect(await page.locator('.exposure-programme').count()).toBe(0);
  });

  it('offers every platform there is, and only regions that the service knows', async () => {
    const { page } = await demo.open();
    const values = (name: string) =>
      page
        .locator(`#exposure-form select[name=${name}] option`)
        .evaluateAll((options) => options.map((option) => option.getAttribute('value') ?? ''));
    expect((await values('platform')).filter((value) => value !== '')).toEqual(
      allPlatforms().map(({ name }) => name),
    );
    for (const region of (await values('region')).filter((value) => value !== '')) {
      expect(readRegion(region)).toBe(region);
    }
  });

  it.each([390, 1280])(
    'names the next thing to do within the first screenful of the answer, %i px wide',
    async (width) => {
      const { page } = await demo.open({ viewport: { width, height: 800 } });
      await page.locator('.demo-picture').first().click();
      await page.waitForSelector('#next:not([hidden])');
      const answer = await page.locator('#answer').boundingBox();
      const next = await page.locator('#next').boundingBox();
      expect(next!.y + next!.height - answer!.y).toBeLessThan(800);
      expect(await page.locator('#next').innerText()).toMatch(/^Next: Practice: write to the maintainer/);
      expect(await page.locator('.channel').first().innerText()).toMatch(/^Next: Practice/);
      expect(await overflows(page)).toBe(false);
    },
  );

  it('says what was trained on the set, and who says so', async () => {
    const { page } = await demo.open();
    const models = [
      {
        name: 'Some Diffusion',
        maker: 'Some Lab',
        part: 'its first half',
        source: 'https://lab.example/card',
        checkedOn: '2026-11-01',
        status: 'primary',
      },
    ];
    await page.route('**/v1/checks', async (route) => {
      const response = await route.fetch();
      const result = (await response.json()) as { matches: object[] };
      await route.fulfill({
        json: { ...result, matches: result.matches.map((match) => ({ ...match, models })) },
      });
    });
    await page.locator('.demo-picture').first().click();
    await page.waitForSelector('.trained');
    const trained = page.locator('.trained').first();
    expect(await trained.innerText()).toContain('Pictures in this set trained Some Diffusion.');
    await trained.getByText('Who says so').click();
    expect(await trained.innerText()).toContain('Some Diffusion (Some Lab): its first half.');
    expect(await trained.innerText()).toContain('read at the party’s own page');
  });
});
