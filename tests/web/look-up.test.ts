import { describe, expect, it } from 'vitest';
import type { LookupAnswer } from '../../src/api/lookup.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { lookUp } from '../../src/rows/look-up.ts';
import { newImage } from '../db/rows.ts';
import { embeddedEngine } from '../helpers/databases.ts';
import { LOOK_ALIKES, ROWS } from '../http/answers.ts';
import { hasChromium, overflows } from './browser.ts';
import { demoInBrowser } from './demo-in-browser.ts';

const NASTY = '<img src="https://evil.example/x.png" onerror="alert(1)"><b>bold</b>';

describe.skipIf(!hasChromium)('looking rows up on the page', () => {
  const demo = demoInBrowser();

  it.each([390, 1280])('shows rows page by page, as text, and fetches nothing, %i px wide', async (width) => {
    const { page, complaints, foreign } = await demo.open({
      viewport: { width, height: 800 },
    });
    const asked: string[] = [];
    const answers: LookupAnswer[] = [
      { ...ROWS, items: [{ ...ROWS.items[0], caption: NASTY }] },
      {
        ...ROWS,
        items: [{ ...ROWS.items[0], rowId: '18', url: `https://h.example/${'x'.repeat(300)}` }],
        next: null,
        counts: null,
      },
    ];
    await page.route('**/v1/images?*', (route) => {
      asked.push(new URL(route.request().url()).search);
      return route.fulfill({ json: answers[asked.length - 1] });
    });
    await page.getByText('No picture at hand?').click();
    await page.getByLabel('What is it?').selectOption('domain');
    await page.locator('#look-up-text').fill('host.example');
    await page.locator('#look-up-text').press('Enter');
    const rows = page.locator('.look-up-row');
    await expect.poll(() => rows.count()).toBe(1);
    expect(await rows.first().locator('blockquote').innerText()).toBe(NASTY);
    expect(await page.locator('#look-up-counts').innerText()).toBe('test-set, version 1: 2 entries');
    expect(await page.locator('#look-up-said').innerText()).toBe('The first 1 entry.');
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => rows.count()).toBe(2);
    expect(await page.getByRole('button', { name: 'Show more' }).isVisible()).toBe(false);
    expect(asked).toEqual(['?domain=host.example', '?domain=host.example&after=WzE3XQ']);
    expect(await overflows(page)).toBe(false);
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('finds a caption by any part of a text without spaces', async () => {
    const { page } = await demo.open();
    const home = await embeddedEngine.create();
    const database = await home.open();
    const dataset = await ensureDataset(database, { dataset: 'night', release: '1', rowsPublished: null });
    await saveImages(database, dataset, [newImage('1', { caption: '東京の夜景写真' })]);
    await page.route('**/v1/images?*', async (route) => {
      const caption = new URL(route.request().url()).searchParams.get('caption')!;
      await route.fulfill({ json: await lookUp({ caption }, database) });
    });
    await page.getByText('No picture at hand?').click();
    await page.getByLabel('What is it?').selectOption('caption');
    await page.locator('#look-up-text').fill('夜景');
    await page.getByRole('button', { name: 'Look up', exact: true }).click();
    await expect
      .poll(() => page.locator('.look-up-row blockquote').allInnerTexts())
      .toEqual(['東京の夜景写真']);
    await database.close();
    await home.remove();
  });

  it.each([390, 1280])(
    'searches by words where an index can be, as look-alikes alone, %i px wide',
    async (width) => {
      const { page, complaints, foreign } = await demo.open({ viewport: { width, height: 800 } });
      // The demo's own model reads pictures alone.
      await page.getByText('No picture at hand?').click();
      const ways = page.getByLabel('What is it?').locator('option');
      await expect.poll(() => page.locator('#served').innerText()).not.toBe('');
      expect(await ways.count()).toBe(3);

      await page.route('**/v1/datasets', async (route) => {
        const answer = (await (await route.fetch()).json()) as object;
        await route.fulfill({ json: { ...answer, byWords: ['test-set'] } });
      });
      const asked: unknown[] = [];
      const [alike] = LOOK_ALIKES.lookAlikes;
      await page.route('**/v1/text-searches', (route) => {
        asked.push(route.request().postDataJSON());
        const row = { ...alike.row, caption: NASTY };
        return route.fulfill({ json: { ...LOOK_ALIKES, lookAlikes: [{ ...alike, row }] } });
      });
      await page.reload();
      await page.getByText('No picture at hand?').click();
      await expect.poll(() => ways.count()).toBe(4);
      await page.getByLabel('What is it?').selectOption('like');
      await page.getByLabel('Words are compared').fill('a heron 🪶');
      await page.getByRole('button', { name: 'Look up', exact: true }).click();
      const rows = page.locator('.look-up-row');
      await expect.poll(() => rows.count()).toBe(1);
      expect(asked).toEqual([{ text: 'a heron 🪶' }]);
      expect(await rows.locator('.grade').innerText()).toMatch(/look-alike.*0\.31.*a-model/is);
      expect(await rows.locator('blockquote').innerText()).toBe(NASTY);
      const said = await page.locator('#look-up-said').innerText();
      expect(said).toContain(LOOK_ALIKES.sentence);
      expect(said).toContain(LOOK_ALIKES.notes![0]);
      const searched = await page.locator('#look-up-searched').innerText();
      expect(searched).toContain(LOOK_ALIKES.readings[0].words);
      expect(searched).toMatch(/What was searched.*test-set.*What was not searched.*other-set/is);
      expect(await page.getByRole('button', { name: 'Show more' }).isVisible()).toBe(false);
      expect(await overflows(page)).toBe(false);

      // A look-up after it leaves nothing of it.
      await page.getByLabel('What is it?').selectOption('caption');
      await page.getByLabel('Lists are looked through').fill('nothing-says-this');
      await page.getByRole('button', { name: 'Look up', exact: true }).click();
      await expect.poll(() => page.locator('#look-up-said').innerText()).toContain('Nothing answers to it');
      expect(await page.locator('#look-up-searched').innerText()).toBe('');
      expect(foreign).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  it('finds rows of the demo set by a word, and says what is wrong with a question', async () => {
    const { page } = await demo.open();
    await page.getByText('No picture at hand?').click();
    await page.getByLabel('What is it?').selectOption('domain');
    await page.locator('#look-up-text').fill('co.uk');
    await page.getByRole('button', { name: 'Look up', exact: true }).click();
    await expect.poll(() => page.locator('#look-up-said').innerText()).toContain('public suffix');
    await page.getByLabel('What is it?').selectOption('caption');
    await page.locator('#look-up-text').fill('nothing-says-this');
    await page.getByRole('button', { name: 'Look up', exact: true }).click();
    await expect.poll(() => page.locator('#look-up-said').innerText()).toContain('Nothing answers to it');
  });
});
