import type { FastifyInstance } from 'fastify';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckChange } from '../../src/api/check-change.ts';
import type { CheckResult, Verdict } from '../../src/api/check-result.ts';
import type { RowLive } from '../../src/api/live.ts';
import type { Match } from '../../src/api/match.ts';
import { RESULT, VERIFICATION } from '../http/answers.ts';
import { appWith, deferred, SOME_BYTES } from '../http/app-under-test.ts';
import {
  answerOf,
  hasChromium,
  howKnown,
  openPage,
  overflows,
  seriousFaults,
  sharedBrowser,
} from './browser.ts';
import { aMatch, GEOMETRY } from './rows.ts';

const ROOT = new URL('../../', import.meta.url);
const NOTHING: RowLive = {
  state: 'comparing',
  why: null,
  lookedAt: null,
  deadSince: null,
  archive: null,
  proof: null,
  picture: null,
};
const URLS = ['https://one.example/a.jpg', 'https://two.example/b.jpg'];
const verdict = (answer: Verdict['answer'], sentence: string): Verdict => ({
  answer,
  sentence,
  falsePositives: null,
  precision: null,
});

function row(n: number, given: Partial<Match> = {}): Match {
  return aMatch({
    grade: 'look-alike',
    rowId: String(n + 1),
    url: URLS[n],
    n,
    compared: false,
    channels: [],
    live: NOTHING,
    ...given,
  });
}

const DEAD = row(1, {
  live: {
    ...NOTHING,
    state: 'dead',
    why: 'two.example answered 404 instead of the picture.',
    lookedAt: '2026-11-28T09:00:00.000Z',
    deadSince: '2026-11-28',
    archive: `https://web.archive.org/web/*/${URLS[1]}`,
    proof: 'An archived copy would prove it.',
  },
});
const FOUND = row(0, {
  grade: 'edited',
  compared: true,
  geometry: GEOMETRY,
  channels: RESULT.matches[0].channels,
  live: {
    ...NOTHING,
    state: 'compared',
    lookedAt: '2026-11-28T09:00:00.000Z',
    picture: { ...VERIFICATION.live, status: 'not-recorded', geometry: GEOMETRY },
  },
});

describe.skipIf(!hasChromium)('entries that are compared with their live pictures, on the page', () => {
  let app: FastifyInstance;
  let address: string;
  let browser: Browser;
  let result: CheckResult;
  let begun: number;
  /** Given one by one, as a test lets them come. */
  let changes: { promise: Promise<CheckChange>; resolve: (change: CheckChange) => void }[];

  beforeAll(async () => {
    app = await appWith(
      {
        checkPicture: async () => result,
        recent: {
          read: async () => result,
          begin: async () => (begun++, result),
          async follow() {
            return (async function* () {
              for (const { promise } of changes) yield await promise;
            })();
          },
        },
      },
      {},
      { webDir: new URL('dist/web/', ROOT) },
    );
    address = await app.listen({ port: 0, host: '127.0.0.1' });
    browser = await sharedBrowser();
  }, 120_000);
  beforeEach(() => {
    begun = 0;
    changes = [deferred(), deferred()];
    result = {
      ...RESULT,
      verdict: verdict('possibly', 'Possibly: two are being compared.'),
      live: { state: 'running', compared: 0, of: 2 },
      matches: [],
      lookAlikes: [row(0), row(1)],
    };
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(async () => {
    await app?.close();
  });

  async function answered() {
    const watched = await openPage(browser, address);
    const buffer = Buffer.from(SOME_BYTES);
    await watched.page.setInputFiles('#file', { name: 'mine.jpg', mimeType: 'image/jpeg', buffer });
    await answerOf(watched.page);
    return watched;
  }

  const entry = (page: Page, id: number): Locator => page.getByRole('article', { name: `Entry ${id} of` });

  it('turn from being compared to what they are, and the answer follows', async () => {
    const { page, complaints, foreign } = await answered();
    const live = page.locator('#live');
    expect(await live.innerText()).toContain(
      'Comparing with the live pictures of 2 entries: 0 looked at so far',
    );
    expect(await live.innerText()).toContain('Their hosts see that somebody looks at these addresses');
    await page.locator('.look-alikes > summary').click();
    expect(await entry(page, 1).innerText()).toContain('Comparing with the picture at one.example');
    expect(await entry(page, 1).getByRole('button', { name: 'Compare' }).count()).toBe(0);

    changes[0].resolve({
      live: { state: 'running', compared: 1, of: 2 },
      verdict: result.verdict,
      rows: [DEAD],
    });
    await expect
      .poll(() => entry(page, 2).innerText())
      .toContain('The link is dead, found so on 28 November 2026');
    const archive = entry(page, 2).getByRole('link', { name: 'Look for an archived copy' });
    expect(await archive.getAttribute('href')).toBe(`https://web.archive.org/web/*/${URLS[1]}`);
    expect(await archive.getAttribute('rel')).toContain('noreferrer');
    expect(await entry(page, 2).innerText()).toContain('would prove it');
    expect(await live.innerText()).toContain('1 looked at so far');
    // It may be tried by hand.
    expect(await entry(page, 2).getByRole('button', { name: 'Compare' }).count()).toBe(1);

    changes[1].resolve({
      live: { state: 'done', compared: 2, of: 2 },
      verdict: verdict('found', 'Found: an edited copy of your picture stands once.'),
      rows: [FOUND],
    });
    await expect.poll(() => page.locator('#sentence').innerText()).toContain('Found: an edited copy');
    expect(await page.locator('#answer').getAttribute('data-state')).toBe('found');
    expect(await page.locator('#matches').getByRole('article').count()).toBe(1);
    expect(await (await howKnown(entry(page, 1))).locator('.grade strong').innerText()).toBe('Edited');
    expect(await entry(page, 1).locator('.row-live').innerText()).toContain('an edited copy of yours');
    expect(await entry(page, 1).count()).toBe(1);
    expect(await page.locator('#look-alikes').getByRole('article').count()).toBe(1);
    // What was open stays so.
    expect(await page.locator('.look-alikes').getAttribute('open')).not.toBeNull();
    expect(await live.innerText()).toContain('were looked at');
    expect(await page.locator('#jump').innerText()).toContain('See where it was found');
    expect(await page.locator('#evidence').getByRole('button').count()).toBe(1);
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('wait to be asked for where the service asks, and are then followed', async () => {
    result = { ...result, live: { state: 'ask', compared: 0, of: 2 }, lookAlikes: [row(0, { live: null })] };
    const { page } = await answered();
    const button = page.getByRole('button', { name: 'Compare with the live pictures of 2 entries' });
    changes[0].resolve({ live: { state: 'running', compared: 1, of: 2 }, verdict: result.verdict, rows: [] });
    await button.click();
    await expect.poll(() => page.locator('#live').innerText()).toContain('1 looked at so far');
    expect(begun).toBe(1);
    changes[1].resolve({
      live: { state: 'done', compared: 2, of: 2 },
      verdict: verdict('not-found', 'Not found.'),
      rows: [],
    });
    await expect.poll(() => page.locator('#sentence').innerText()).toBe('Not found.');
  });

  it('say nothing where the service looks at none', async () => {
    result = { ...result, live: { state: 'off', compared: 0, of: 0 }, lookAlikes: [row(0, { live: null })] };
    const { page } = await answered();
    expect(await page.locator('#live').isVisible()).toBe(false);
    await page.locator('.look-alikes > summary').click();
    expect(await entry(page, 1).getByRole('button', { name: 'Compare' }).count()).toBe(1);
  });

  it('are followed no more once another picture is asked about', async () => {
    const { page, complaints } = await answered();
    result = {
      ...result,
      verdict: verdict('not-found', 'Not found: the second.'),
      live: { state: 'done', compared: 0, of: 0 },
      lookAlikes: [],
    };
    const buffer = Buffer.from(SOME_BYTES);
    await page.setInputFiles('#file', { name: 'other.jpg', mimeType: 'image/jpeg', buffer });
    await expect.poll(() => page.locator('#sentence').innerText()).toContain('the second');
    changes[0].resolve({
      live: { state: 'done', compared: 2, of: 2 },
      verdict: verdict('found', 'Found: the first.'),
      rows: [FOUND],
    });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    expect(await page.locator('#sentence').innerText()).toContain('the second');
    expect(await page.locator('#live').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });
});
