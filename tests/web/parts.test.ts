import type { FastifyInstance } from 'fastify';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { Verification } from '../../src/api/verification.ts';
import { GRADES } from '../../src/core/evidence.ts';
import { GRADE_WORDS, SAME_SUBJECT_WORDS } from '../../src/core/words/grades.ts';
import { RESULT, VERIFICATION } from '../http/answers.ts';
import { appWith } from '../http/app-under-test.ts';
import {
  answerOf,
  cardOf,
  hasChromium,
  howKnown,
  openPage,
  overflows,
  rowOf as row,
  seriousFaults,
  sharedBrowser,
  type WatchedPage,
} from './browser.ts';
import { aMatch, EDITED, GEOMETRY, LOOK_ALIKES } from './rows.ts';

const ROOT = new URL('../../', import.meta.url);
const PARTS = ['5', '6'].map((rowId) =>
  aMatch({ grade: 'part', rowId, geometry: GEOMETRY, compared: true, pdqDistance: 120 }),
);
const SENTENCE = 'A part of your picture stands in 2 other pictures of test-set, version 1.';

describe.skipIf(!hasChromium)('a part of a picture, on the page', () => {
  let app: FastifyInstance;
  let address: string;
  let browser: Browser;
  let mine: Buffer;
  let result: CheckResult;
  let asked: number[];
  let verify: () => Verification;

  beforeAll(async () => {
    mine = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#7a5' } })
      .jpeg()
      .toBuffer();
    const services = {
      checkPicture: async () => result,
      verifyMatch: async ({ n }: { n: number }) => (asked.push(n), verify()),
    };
    app = await appWith(services, {}, { webDir: new URL('dist/web/', ROOT) });
    address = await app.listen({ port: 0, host: '127.0.0.1' });
    browser = await sharedBrowser();
  }, 120_000);
  beforeEach(() => {
    result = {
      ...RESULT,
      verdict: { answer: 'part', falsePositives: null, precision: null, sentence: SENTENCE },
      matches: [],
      parts: PARTS,
      lookAlikes: LOOK_ALIKES,
    };
    asked = [];
    verify = () => VERIFICATION;
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await app?.close();
  });

  async function answered(width = 1280): Promise<WatchedPage> {
    const watched = await openPage(browser, address, { viewport: { width, height: 900 } });
    await watched.page.setInputFiles('#file', { name: 'mine.jpg', mimeType: 'image/jpeg', buffer: mine });
    await answerOf(watched.page);
    return watched;
  }

  async function loadTheirs(page: Page, match: Locator): Promise<void> {
    await page.route(EDITED.url, (route) => route.fulfill({ body: mine, contentType: 'image/jpeg' }));
    await match.getByRole('button', { name: 'Show picture' }).click();
    await expect.poll(() => match.locator('.pictures').innerText()).toContain('Loaded from');
  }

  it('stands under a heading of its own, counted on its own, and is not called found', async () => {
    const { page, complaints } = await answered();
    expect(await answerOf(page)).toEqual({ state: 'part', sentence: SENTENCE });
    expect(await page.locator('#headline').innerText()).toBe('A part of it');
    expect(await page.getByRole('heading', { name: 'Where it was found' }).count()).toBe(0);
    const region = page.getByRole('region', { name: 'A part of your picture, in 2 other pictures' });
    expect(await region.getByRole('article').count()).toBe(2);
    expect(await region.innerText()).toContain('do not count as found');
    expect(await page.locator('#jump').innerText()).toBe('See which part, and where (2 places)');
    await page.locator('#jump').click();
    expect(new URL(page.url()).hash).toBe('#parts');
    expect(complaints).toEqual([]);
  });

  it('comes after what was found, which the answer then leads to', async () => {
    result = { ...result, verdict: RESULT.verdict, matches: [EDITED] };
    const { page } = await answered();
    const headings = await page.locator('#matches h2, #parts h2').allInnerTexts();
    expect(headings).toEqual(['Where it was found', 'A part of your picture, in 2 other pictures']);
    expect(await page.locator('#jump').innerText()).toBe('See where it was found (1 place)');
  });

  it('offers a letter, the evidence, and a closer look, and calls none of it the next thing to do', async () => {
    const { page } = await answered();
    const match = row(page, '5');
    for (const name of [/^Open a case/, /^Compare with the live picture/]) {
      expect(await match.getByRole('button', { name }).count()).toBe(1);
    }
    // First of all it is to be seen which part it is, and whose.
    expect(await page.locator('#next').isHidden()).toBe(true);
    expect(await page.locator('#routing').innerText()).toContain('Four questions');
    expect(await page.getByRole('button', { name: 'Download the evidence' }).count()).toBe(1);
  });

  it.each([1280, 390])('is outlined in both pictures, and fits, at %i pixels', async (width) => {
    const { page, complaints } = await answered(width);
    const match = cardOf(page, '5');
    await loadTheirs(page, match);
    const names = await match
      .getByRole('img', { name: /^Outlined: / })
      .evaluateAll((drawn) => drawn.map((one) => one.getAttribute('aria-label')));
    expect(names).toEqual([
      'Outlined: 62\u00a0% of your picture',
      'Outlined: 100\u00a0% of the picture at pictures.example',
    ]);
    const known = await howKnown(row(page, '5'));
    expect(await known.innerText()).toContain('in the outlined part; around it');
    // Nothing is said that would make the part more than it is.
    expect(await match.innerText()).not.toMatch(/is yours|bits differ/);
    expect(await overflows(page)).toBe(false);
    expect(await seriousFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is numbered after what was found, and counts as found once comparing shows that it is', async () => {
    result = { ...result, matches: [EDITED] };
    verify = () => ({ ...VERIFICATION, match: { ...PARTS[1], grade: 'edited' } });
    const { page } = await answered();
    await row(page, '6')
      .getByRole('button', { name: /^Compare/ })
      .click();
    await expect
      .poll(() => page.locator('#parts-title').innerText())
      .toBe('A part of your picture, in 1 other picture; 1 place found by comparing');
    expect(asked).toEqual([2]);
    expect(await (await howKnown(row(page, '6'))).locator('.grade strong').innerText()).toBe('Edited');
  });

  it('may turn up where something only looked similar, and is counted apart there', async () => {
    const part = { ...LOOK_ALIKES[1], grade: 'part', geometry: GEOMETRY, compared: true } as const;
    const live = { ...VERIFICATION.live, grade: 'part', geometry: GEOMETRY } as const;
    verify = () => ({
      match: { ...part, channels: RESULT.matches[0].channels },
      verdict: result.verdict,
      live,
    });
    const { page } = await answered();
    await page.locator('.look-alikes > summary').click();
    await row(page, '3')
      .getByRole('button', { name: /^Compare/ })
      .click();
    await expect
      .poll(() => page.locator('.look-alikes > summary').innerText())
      .toBe('1 look-alike, not counted as found; a part of your picture in 1 by comparing');
    expect(asked).toEqual([3]);
    expect(await row(page, '3').innerText()).toContain('A part of your picture stands in the live one');
    expect(
      await row(page, '3')
        .getByRole('button', { name: /^Open a case/ })
        .count(),
    ).toBe(1);
  });

  it('is told from another photograph of the same place, which stays a look-alike', async () => {
    const similar = { ...LOOK_ALIKES[0], compared: true, sameSubject: true };
    result = { ...result, parts: [], lookAlikes: [similar] };
    const { page } = await answered();
    await page.locator('.look-alikes > summary').click();
    expect(await cardOf(page, '2').locator('h3').innerText()).toMatch(new RegExp(SAME_SUBJECT_WORDS, 'i'));
    const words = await (await howKnown(row(page, '2'))).innerText();
    expect(words).toContain(SAME_SUBJECT_WORDS);
    expect(words).toContain('as seen from another place or in another light');
    expect(await cardOf(page, '2').locator('svg.area').count()).toBe(0);
  });

  it.each(GRADES)('has the words of %s', async (grade) => {
    const match = aMatch({ grade, rowId: '8', geometry: null, compared: true });
    const list = grade === 'part' ? 'parts' : grade === 'look-alike' ? 'lookAlikes' : 'matches';
    result = { ...result, matches: [], parts: [], lookAlikes: [], [list]: [match] };
    const { page } = await answered();
    if (grade === 'look-alike') await page.locator('.look-alikes > summary').click();
    const { name, meaning } = GRADE_WORDS[grade];
    const shown = row(page, '8').locator('.grade');
    expect(await shown.textContent()).toBe(name + meaning);
  });
});
