import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import { RESULT } from '../http/answers.ts';
import { appWith } from '../http/app-under-test.ts';
import {
  answerOf,
  anyFaults,
  hasChromium,
  openPage,
  overflows,
  sharedBrowser,
  type WatchedPage,
  uploadInstead,
} from './browser.ts';
import { aMatch, EDITED, LOOK_ALIKES } from './rows.ts';

const ROOT = new URL('../../', import.meta.url);
const at = (host: string, rowId: string) =>
  aMatch({ ...EDITED, rowId, n: Number(rowId), group: 'one', url: `https://${host}/${rowId}.jpg` });

describe.skipIf(!hasChromium)('one answer that a person reads', () => {
  let app: FastifyInstance;
  let address: string;
  let browser: Browser;
  let mine: Buffer;
  let theirs: Buffer;
  let result: CheckResult;

  beforeAll(async () => {
    const paint = (width: number, height: number, background: string) =>
      sharp({ create: { width, height, channels: 3, background } })
        .jpeg()
        .toBuffer();
    [mine, theirs] = await Promise.all([paint(300, 200, '#7a5'), paint(240, 180, '#57a')]);
    app = await appWith({ checkPicture: async () => result }, {}, { webDir: new URL('dist/web/', ROOT) });
    address = await app.listen({ port: 0, host: '127.0.0.1' });
    browser = await sharedBrowser();
  }, 120_000);
  beforeEach(() => {
    result = {
      ...RESULT,
      matches: [at('a.example', '1'), at('b.example', '2'), aMatch({ ...EDITED, rowId: '3', group: 'two' })],
      lookAlikes: [],
    };
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(async () => {
    await app?.close();
  });

  async function answered(options = {}): Promise<WatchedPage> {
    const watched = await openPage(browser, address, options);
    const { page } = watched;
    await page.route(/^https:\/\/[ab]\.example\//, (route) =>
      route.request().url().includes('a.example')
        ? route.fulfill({ status: 404 })
        : route.fulfill({ body: theirs, contentType: 'image/jpeg' }),
    );
    await page.setInputFiles('#file', { name: 'mine.jpg', mimeType: 'image/jpeg', buffer: mine });
    await answerOf(page);
    return watched;
  }

  const card = (page: Page) => page.locator('.picture').first();

  it('has a card for each picture and none for each row, with every place in it', async () => {
    const { page } = await answered();
    expect(await page.locator('.picture').count()).toBe(2);
    expect(await card(page).getByRole('article').count()).toBe(2);
    expect(await card(page).locator('header').innerText()).toMatch(
      /^An edited copy: cut, mirrored and turned\s+Listed 2 times, at a\.example and b\.example/,
    );
  });

  it('folds all places but the first three, and draws them when somebody looks', async () => {
    result = { ...result, matches: [1, 2, 3, 4, 5, 6].map((n) => at(`${n}.example`, String(n))) };
    const { page } = await answered();
    expect(await card(page).locator('.match').count()).toBe(3);
    expect(await card(page).locator('header').innerText()).toContain(
      'Listed 6 times, at 1.example, 2.example and 4 other sites',
    );
    await card(page).getByText('3 more places').click();
    await expect.poll(() => card(page).getByRole('article').count()).toBe(6);
  });

  it('goes on to the next place where the first shows nothing, and says so of that one', async () => {
    const { page, complaints } = await answered();
    await card(page).getByRole('button', { name: 'Show picture' }).click();
    const next = card(page).getByRole('button', { name: 'Try the next place: b.example' });
    await next.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => card(page).locator('.pictures').innerText()).toContain('Loaded from b.example');
    // The keyboard goes on from there: the button that was pressed is gone.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Loaded from b.example');
    expect(await card(page).getByRole('article').first().innerText()).toContain('did not show it just now');
    expect(complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'lays one picture over the other by keyboard, asks the host no second time, and nobody is left out, %s',
    async (colorScheme) => {
      const { page, complaints } = await answered({ colorScheme, viewport: { width: 320, height: 700 } });
      let asked = 0;
      page.on('request', (request) => void (asked += request.url().includes('b.example') ? 1 : 0));
      await card(page)
        .getByRole('button', { name: /^Show this one beside yours/ })
        .click();
      await card(page).getByRole('button', { name: 'One over the other' }).click();
      const slider = card(page).getByRole('slider', { name: 'Slide from theirs to yours' });
      await slider.focus();
      for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
      const edge = () => card(page).locator('.slider-edge').first().getAttribute('x1');
      // 60 % of 300 pixels.
      await expect.poll(edge).toBe('180');
      const laid = card(page).locator('.slider image').nth(1);
      expect(await laid.getAttribute('transform')).toMatch(/^matrix\(-/);
      expect(asked).toBe(1);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      expect(await anyFaults(page)).toEqual([]);
      expect(await overflows(page)).toBe(false);
      await card(page).getByRole('button', { name: 'Side by side' }).click();
      expect(await card(page).locator('svg.area').count()).toBe(2);
      expect(complaints).toEqual([]);
    },
  );

  it('tells a dataset in time: collected, published, trained on, and whether a later release lists it', async () => {
    const source = { source: 'https://set.example/about', checkedOn: '2026-11-01', status: 'primary' };
    const known = {
      dataset: 'Test_Set',
      title: 'The Test Set',
      release: '1',
      publisher: 'Somebody',
      rowsPublished: 48,
      history: [
        { when: '2014–2021', what: 'Its addresses were collected.', ...source },
        { when: 'August 2021', what: 'It was published.', ...source },
      ],
      later: [{ dataset: 'other-set', title: 'The Other Set', release: 'August 2024' }],
      models: [],
      ...source,
    };
    const watched = await openPage(browser, address);
    const { page } = watched;
    await page.route('**/v1/datasets', (route) =>
      route.fulfill({ json: { searched: [], notSearched: [], known: [known], models: [], byWords: [] } }),
    );
    await page.reload();
    await uploadInstead(page);
    await page.setInputFiles('#file', { name: 'mine.jpg', mimeType: 'image/jpeg', buffer: mine });
    await answerOf(page);
    const dataset = card(page).locator('.dataset');
    await expect
      .poll(() => dataset.locator('h4').innerText())
      .toBe('The Test Set, version 1 lists it 2 times');
    expect(await dataset.locator('.timeline li').allInnerTexts()).toEqual([
      expect.stringMatching(/^2014–2021\s+Its addresses were collected\.$/),
      expect.stringMatching(/^August 2021\s+It was published\.$/),
      expect.stringMatching(/^August 2024\s+The Other Set came out\. It is not searched here/),
    ]);
    expect(await dataset.locator('.trained').innerText()).toContain(
      'Pictures in this set trained Some Diffusion.',
    );
  });

  it('shows look-alikes as pictures once they are asked for, all at once, and an unsafe one alone', async () => {
    const hosts = ['b.example', 'c.example', 'd.example'];
    result = {
      ...result,
      matches: [],
      lookAlikes: hosts.map((host, n) =>
        aMatch({ ...LOOK_ALIKES[0], n, rowId: String(n), url: `https://${host}/x.jpg`, unsafe: n === 2 }),
      ),
    };
    const { page, foreign } = await answered();
    await page.locator('.look-alikes > summary').click();
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(new URL(request.url()).host));
    await page.getByText('They load from 3 sites, which will see your address.').waitFor();
    expect(await page.locator('.look-alikes img:not([src^="blob:"])').count()).toBe(0);
    await page.getByRole('button', { name: 'Show all these pictures' }).click();
    await expect.poll(() => page.locator('.pictures[data-stage=loaded]').count()).toBe(1);
    await expect.poll(() => page.locator('.pictures[data-stage=gone]').count()).toBe(1);
    expect(asked).toEqual(['b.example', 'c.example']);
    expect(await page.getByRole('button', { name: 'Show picture' }).count()).toBe(1);
    expect(foreign.map(({ url }) => url)).toEqual(['https://c.example/x.jpg']);
  });
});
