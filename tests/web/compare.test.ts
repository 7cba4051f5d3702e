import type { FastifyInstance } from 'fastify';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { MatchQuery } from '../../src/check/verify-match.ts';
import type { Verification } from '../../src/api/verification.ts';
import { RESULT, VERIFICATION } from '../http/answers.ts';
import { appWith, deferred } from '../http/app-under-test.ts';
import {
  answerOf,
  cardOf,
  hasChromium,
  howKnown,
  openPage,
  overflows,
  rowOf as row,
  sharedBrowser,
  type WatchedPage,
} from './browser.ts';
import { aMatch, EDITED, GEOMETRY, LOOK_ALIKES } from './rows.ts';

const ROOT = new URL('../../', import.meta.url);

describe.skipIf(!hasChromium)('comparing a row, on the page', () => {
  let app: FastifyInstance;
  let address: string;
  let browser: Browser;
  /** 200 × 300 as it is shown: its EXIF orientation turns it. */
  let mine: Buffer;
  let theirs: Buffer;
  let result: CheckResult;
  let checks: number;
  let asked: Omit<MatchQuery, 'signal'>[];
  let verify: () => Promise<Verification>;

  beforeAll(async () => {
    const paint = (width: number, height: number, background: string) =>
      sharp({ create: { width, height, channels: 3, background } }).jpeg();
    mine = await paint(300, 200, '#7a5').withMetadata({ orientation: 6 }).toBuffer();
    theirs = await paint(240, 900, '#57a').toBuffer();
    const webDir = new URL('dist/web/', ROOT);
    app = await appWith(
      {
        checkPicture: async () => (checks++, result),
        async verifyMatch({ checkId, n }) {
          asked.push({ checkId, n });
          return verify();
        },
      },
      {},
      { webDir },
    );
    address = await app.listen({ port: 0, host: '127.0.0.1' });
    browser = await sharedBrowser();
  }, 120_000);
  beforeEach(() => {
    result = { ...RESULT, matches: [EDITED], lookAlikes: LOOK_ALIKES };
    checks = 0;
    asked = [];
    verify = async () => VERIFICATION;
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await app?.close();
  });

  /** The page with its answer, for a picture that was chosen. */
  async function answered(width = 1280): Promise<WatchedPage> {
    const watched = await openPage(browser, address, { viewport: { width, height: 900 } });
    const { page } = watched;
    await page.setInputFiles('#file', { name: 'mine.jpg', mimeType: 'image/jpeg', buffer: mine });
    await answerOf(page);
    return watched;
  }

  async function loadTheirs(page: Page, card: Locator): Promise<void> {
    await page.route(EDITED.url, (route) => route.fulfill({ body: theirs, contentType: 'image/jpeg' }));
    await card.getByRole('button', { name: 'Show picture' }).click();
    await expect.poll(() => card.locator('.pictures').innerText()).toContain('Loaded from');
  }

  const compareOf = (match: Locator): Locator => match.getByRole('button', { name: 'compare' });

  async function openLookAlikes(page: Page): Promise<Locator> {
    await page.locator('.look-alikes > summary').click();
    return row(page, '3');
  }

  it('says what was compared, in words', async () => {
    const { page } = await answered();
    const words = await (await howKnown(row(page, '1'))).innerText();
    expect(words).toContain('points of the two pictures');
    expect(words).toContain(
      '41 points agree: 62\u00a0% of your picture is 100\u00a0% of theirs, mirrored and turned 12° clockwise',
    );
    expect(words).toContain('90 of 256 bits differ; 31 or fewer make a copy');
  });

  it('draws the matched area on both pictures once the live one is loaded, and not before', async () => {
    const { page, complaints, foreign } = await answered();
    const match = cardOf(page, '1');
    expect(await match.locator('svg.area').count()).toBe(0);
    await loadTheirs(page, match);
    const areas = match.getByRole('img', { name: /^Outlined: / });
    const names = await areas.evaluateAll((drawn) => drawn.map((one) => one.getAttribute('aria-label')));
    expect(names).toEqual([
      'Outlined: 62\u00a0% of your picture',
      'Outlined: 100\u00a0% of the picture at pictures.example',
    ]);
    const points = await match
      .locator('.area-edge:not(.under)')
      .evaluateAll((drawn) => drawn.map((one) => one.getAttribute('points')));
    expect(points).toEqual(['0.1,0.2 0.9,0.25 0.8,0.95', '0,0 1,0 1,1 0,1']);
    // The artist's own picture came from the browser itself, and was sent once: for the check.
    expect(await match.getByAltText('Your picture').getAttribute('src')).toMatch(/^blob:/);
    expect(checks).toBe(1);
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each([1280, 390])('lays each drawing exactly on its picture, at %i pixels', async (width) => {
    const { page } = await answered(width);
    const match = cardOf(page, '1');
    await loadTheirs(page, match);
    const boxes = await match.locator('.with-area').evaluateAll((frames) =>
      frames.map((frame) =>
        ['img', 'svg'].map((name) => {
          const { x, y, width: wide, height: high } = frame.querySelector(name)!.getBoundingClientRect();
          return [x, y, wide, high].map(Math.round);
        }),
      ),
    );
    expect(boxes).toHaveLength(2);
    for (const [image, svg] of boxes) expect(svg).toEqual(image);
    const [[mineBox], [theirsBox]] = boxes;
    // Upright, as its EXIF orientation says, and neither is squeezed.
    expect(mineBox[2] / mineBox[3]).toBeCloseTo(2 / 3, 1);
    expect(theirsBox[2] / theirsBox[3]).toBeCloseTo(240 / 900, 1);
    const sideBySide = theirsBox[0] > mineBox[0] + mineBox[2];
    expect(sideBySide).toBe(width > 1000);
    expect(await overflows(page)).toBe(false);
  });

  it('keeps a picture marked unsafe blurred under its area until it is revealed', async () => {
    result = { ...result, matches: [{ ...EDITED, unsafe: true }] };
    const { page } = await answered();
    const match = cardOf(page, '1');
    await loadTheirs(page, match);
    const picture = match.locator('.with-area img').nth(1);
    const filter = () => picture.evaluate((image) => getComputedStyle(image).filter);
    expect(await filter()).toContain('blur');
    expect(await picture.getAttribute('aria-hidden')).toBe('true');
    await match.getByRole('button', { name: 'Reveal it' }).click();
    expect(await filter()).toBe('none');
    expect(await match.locator('svg.area').count()).toBe(2);
  });

  it('shows the area on the artist’s own picture where the live one is gone', async () => {
    const { page } = await answered();
    const match = cardOf(page, '1');
    await match.getByRole('button', { name: 'Show picture' }).click();
    await expect.poll(() => match.locator('.pictures').innerText()).toContain('No longer there');
    expect(await match.getByRole('img', { name: 'Outlined: 62\u00a0% of your picture' }).count()).toBe(1);
    expect(await match.locator('svg.area').count()).toBe(1);
  });

  it('draws on the live picture alone where the artist gave an address', async () => {
    const { page, complaints } = await openPage(browser, address);
    await page.getByLabel('Or its web address').fill('https://pictures.example/mine.jpg');
    await page.getByRole('button', { name: 'Check' }).click();
    await answerOf(page);
    await loadTheirs(page, cardOf(page, '1'));
    expect(await cardOf(page, '1').locator('svg.area').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('offers to compare what was not compared, and look-alikes; nothing else', async () => {
    result = {
      ...result,
      matches: [EDITED, aMatch({ rowId: '9', grade: 'copy', compared: false })],
      lookAlikes: [{ ...LOOK_ALIKES[0], compared: true }],
    };
    const { page } = await answered();
    await page.locator('.look-alikes > summary').click();
    const offered = async (rowId: string) => (await compareOf(row(page, rowId)).count()) === 1;
    expect([await offered('1'), await offered('9'), await offered('2')]).toEqual([false, true, true]);
  });

  it('compares a row by keyboard, says what came of it, and changes grade, areas and answer', async () => {
    const waiting = deferred<void>();
    const answer = {
      answer: 'found',
      falsePositives: null,
      precision: null,
      sentence: 'Found: an edited copy of your picture stands once.',
    } as const;
    verify = async () => {
      await waiting.promise;
      const match = { ...LOOK_ALIKES[1], grade: 'edited', geometry: GEOMETRY, compared: true } as const;
      return { match, verdict: answer, live: { ...VERIFICATION.live, geometry: GEOMETRY } };
    };
    result = {
      ...result,
      matches: [],
      verdict: { answer: 'possibly', falsePositives: null, precision: null, sentence: 'Possibly.' },
    };
    const { page, complaints } = await answered();
    const match = await openLookAlikes(page);
    const card = cardOf(page, '3');
    await loadTheirs(page, card);
    expect(await card.locator('svg.area').count()).toBe(0);
    const button = compareOf(match);
    await button.focus();
    await page.keyboard.press('Enter');
    const said = match.getByRole('status').filter({ hasText: 'comparing' });
    expect(await said.innerText()).toContain('Fetching from pictures.example');
    // A second press while it works asks nothing more.
    await page.keyboard.press('Enter');
    waiting.resolve();
    await expect.poll(() => card.locator('h3').innerText()).toMatch(/^An edited copy: cut.*mirrored/);
    expect(asked).toEqual([{ checkId: RESULT.id, n: 1 }]);

    const outcome = await match.locator('.compare-said').innerText();
    expect(outcome).toContain('The live picture is an edited copy of yours: 41 points agree');
    expect(outcome).toContain('It is still the picture that the dataset recorded, saved anew.');
    expect(outcome).toContain('It is now: Edited. This changes the answer at the top of the page.');
    expect(outcome).toContain('Looked at 24 November 2026, 08:15 UTC');
    expect(await match.locator('.compare-said').evaluate((said) => said === document.activeElement)).toBe(
      true,
    );
    expect(await compareOf(match).count()).toBe(0);
    expect(await card.locator('svg.area').count()).toBe(2);
    expect(await page.locator('#sentence').innerText()).toBe(answer.sentence);
    expect(await page.locator('#headline').innerText()).toBe('Found');
    expect(await page.locator('#answer').getAttribute('data-state')).toBe('found');
    expect(await page.locator('.look-alikes > summary').innerText()).toBe(
      '1 look-alike, not counted as found; 1 place found by comparing',
    );
    expect(await (await howKnown(match)).locator('.grade strong').innerText()).toBe('Edited');
    expect(complaints).toEqual([]);
  });

  it('numbers a look-alike after the matches, and leaves the answer where nothing is found', async () => {
    const { sentence } = result.verdict;
    verify = async () => ({
      match: { ...LOOK_ALIKES[1], compared: true },
      verdict: result.verdict,
      live: { ...VERIFICATION.live, grade: null, geometry: null, status: 'another-picture' },
    });
    const { page } = await answered();
    const match = await openLookAlikes(page);
    await compareOf(match).click();
    const outcome = match.locator('.compare-said');
    await expect.poll(() => outcome.innerText()).toContain('The live picture does not show yours');
    expect(asked).toEqual([{ checkId: RESULT.id, n: 2 }]);
    expect(await outcome.innerText()).toContain('the host serves another one now');
    expect(await outcome.innerText()).not.toMatch(/It is now|changes the answer/);
    expect(await page.locator('#sentence').innerText()).toBe(sentence);
  });

  it('says in words why a row could not be compared, and tries again', async () => {
    verify = () => Promise.reject(new TrainspotError('download-failed', 'pictures.example answered 404.'));
    const { page } = await answered();
    const match = await openLookAlikes(page);
    await compareOf(match).click();
    const outcome = match.locator('.compare-said');
    await expect.poll(() => outcome.innerText()).toBe('pictures.example answered 404.');
    const again = match.getByRole('button', { name: 'Try to compare again' });
    expect(await again.evaluate((button) => button === document.activeElement)).toBe(true);
    verify = async () => VERIFICATION;
    await again.click();
    await expect.poll(() => outcome.innerText()).toContain('Looked at');
  });

  it('fits a phone, with everything big enough to press', async () => {
    const { page } = await answered(320);
    const match = await openLookAlikes(page);
    await compareOf(match).click();
    await expect.poll(() => match.locator('.compare-said').innerText()).toContain('Looked at');
    await loadTheirs(page, cardOf(page, '1'));
    expect(await overflows(page)).toBe(false);
    const heights = await page
      .locator('.compare button:visible, .pictures button:visible')
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
  });
});
