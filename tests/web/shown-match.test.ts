import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Match } from '../../src/api/match.ts';
import type { CheckResult } from '../../src/api/check-result.ts';
import { answerOf, hasChromium } from './browser.ts';
import { demoInBrowser } from './demo-in-browser.ts';

const MATCH: Match = {
  grade: 'copy',
  dataset: 'test',
  release: '1',
  rowId: '42',
  url: 'https://pictures.example/42.jpg',
  caption: null,
  width: 400,
  height: null,
  pdqDistance: 6,
  similarity: null,
  similarityView: null,
  similarityAsItLies: null,
  view: 'mirrored',
  geometry: null,
  sameSubject: false,
  compared: false,
  live: null,
  n: 0,
  group: 'picture-1',
  unsafe: null,
  models: [],
  channelIds: ['test-maintainer'],
  channelDetails: {
    'test-maintainer': { why: 'The picture shows you.', fields: { 'sample id': '42', name: null } },
  },
  channels: [
    {
      id: 'test-maintainer',
      party: 'The maintainer',
      kind: 'dataset-maintainer',
      role: 'addressee',
      letters: ['dataset-request'],
      title: 'Write to the maintainer',
      url: null,
      email: 'removals@maintainer.example',
      legalBasis: 'A request.',
      whoMayUse: 'The artist.',
      canAchieve: 'The row may go.',
      source: 'https://maintainer.example/removals',
      checkedOn: '2026-11-01',
      status: 'third-party',
      why: 'The picture shows you.',
      fields: { 'sample id': '42', name: null },
    },
  ],
};

const demoFile = (path: string): string =>
  fileURLToPath(new URL(`../../assets/demo/${path}`, import.meta.url));

describe.skipIf(!hasChromium)('a match, on the page', () => {
  const demo = demoInBrowser();

  const picture = (page: Page, title: string) => page.getByRole('button', { name: title });

  it('asks a foreign host for a picture only after a click, and without a referrer', async () => {
    const { page, foreign, complaints } = await demo.open();
    await answerWith(page, MATCH);
    await picture(page, 'A copy').click();
    await answerOf(page);
    const card = page.locator('.picture');
    expect(await card.locator('.pictures').innerText()).toContain(
      'Loads from pictures.example, which will see your address.',
    );
    expect(foreign).toEqual([]);
    await card.getByRole('button', { name: 'Show picture' }).click();
    await expect.poll(() => card.innerText()).toContain('No longer there');
    expect(foreign).toEqual([{ url: MATCH.url, referrer: undefined }]);
    expect(complaints).toEqual([]);
  });

  it('shows what a dataset says as text, and links to nothing but the web', async () => {
    const { page, complaints } = await demo.open();
    const caption = '<img src=x onerror=alert(1)><b>bold</b>';
    await answerWith(page, { ...MATCH, caption, url: 'javascript:alert(1)' });
    await picture(page, 'A copy').click();
    await answerOf(page);
    expect(await page.locator('blockquote').innerText()).toContain(caption);
    expect(await page.locator('.match-facts a').count()).toBe(0);
    expect(await page.locator('.matches b, .matches img:not([src^="blob:"])').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('blurs a picture marked unsafe until a second click reveals it', async () => {
    const { page } = await demo.open();
    await page.route(MATCH.url, (route) => route.fulfill({ path: demoFile('pictures/demo-020.jpg') }));
    await answerWith(page, { ...MATCH, unsafe: true });
    await picture(page, 'A copy').click();
    await page.getByRole('button', { name: 'Show picture' }).click();
    const theirs = page.locator('.thumbnail img:not([src^="blob:"])');
    const filter = () => theirs.evaluate((image) => getComputedStyle(image).filter);
    expect(await filter()).toContain('blur');
    await page.getByRole('button', { name: 'Reveal it' }).click();
    expect(await filter()).toBe('none');
  });

  it('writes the e-mail for a channel that has an address and no form', async () => {
    const { page } = await demo.open();
    await answerWith(page, MATCH);
    await picture(page, 'A copy').click();
    const href = await page
      .locator('.channel')
      .getByRole('link', { name: 'Write the e-mail' })
      .getAttribute('href');
    const { protocol, pathname, searchParams } = new URL(String(href));
    expect([protocol, pathname]).toEqual(['mailto:', 'removals@maintainer.example']);
    expect(searchParams.get('subject')).toContain(MATCH.rowId);
    expect(searchParams.get('body')).toContain(`Sample id: ${MATCH.rowId}\r\nName: \r\n`);
  });
});

async function answerWith(page: Page, match: Match): Promise<void> {
  const json: CheckResult = {
    id: '00000000-0000-4000-8000-000000000000',
    picture: { width: 4, height: 3, format: 'jpeg', sha256: '', md5: '', pdq: '', pdqQuality: 100 },
    verdict: {
      answer: 'found',
      falsePositives: null,
      precision: null,
      sentence: 'Found: a copy of your picture stands once in a test.',
    },
    live: { state: 'off', compared: 0, of: 0 },
    matches: [match],
    parts: [],
    lookAlikes: [],
    channels: {},
    coverage: [],
    notSearched: [],
  };
  await page.route('**/v1/checks', (route) => route.fulfill({ json }));
}
