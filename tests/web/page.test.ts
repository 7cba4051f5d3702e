import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { answerOf, hasChromium, howKnown, overflows } from './browser.ts';
import { demoInBrowser } from './demo-in-browser.ts';

const demoFile = (path: string): string =>
  fileURLToPath(new URL(`../../assets/demo/${path}`, import.meta.url));

const LAB_WORDS = /\bhash|\bbits\b|keypoint|\bpoints\b|\brows?\b|cosine|PDQ|embedding|fingerprint/i;

describe.skipIf(!hasChromium)('the page, on the demo set', () => {
  const demo = demoInBrowser();

  const picture = (page: Page, title: string) => page.getByRole('button', { name: title });

  it('says what it can search', async () => {
    const { page } = await demo.open();
    await expect
      .poll(() => page.locator('#served').innerText())
      .toBe('A demo of 50 drawn pictures: nothing of the real datasets is indexed here yet.');
  });

  it('finds the demo copy, every row that shows it, and ways to have each removed', async () => {
    const { page, complaints, foreign } = await demo.open();
    await picture(page, 'A copy').click();
    expect((await answerOf(page)).state).toBe('found');
    expect(await page.locator('#headline').innerText()).toBe('Found');
    const rows = page.locator('.matches .match');
    expect(await rows.count()).toBeGreaterThanOrEqual(3);
    const first = rows.first();
    expect(await page.locator('.picture h3').innerText()).toBe('The same picture');
    expect(await (await howKnown(first)).locator('.grade strong').innerText()).toMatch(/^(Copy|Identical)$/);
    expect(await first.locator('.channel').count()).toBeGreaterThan(0);
    for (const door of await first.locator('.channel-head a').all()) {
      expect(await door.getAttribute('href')).toMatch(/^(https:\/\/|mailto:)/);
    }
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('says what the file lacks beneath the verdict, and nothing of a whole one', async () => {
    const { page } = await demo.open();
    const whole = readFileSync(demoFile('queries/copy.jpg'));
    const give = (buffer: Buffer) =>
      page.locator('#file').setInputFiles({ name: 'mine.jpg', mimeType: 'image/jpeg', buffer });
    await give(whole.subarray(0, -2));
    expect((await answerOf(page)).state).toBe('found');
    expect(await page.locator('#picture-notes').innerText()).toContain('lacks its end marker');
    await give(whole);
    await expect.poll(() => page.locator('#picture-notes').isVisible()).toBe(false);
    expect((await answerOf(page)).state).toBe('found');
    expect(await page.locator('#picture-notes').isVisible()).toBe(false);
  });

  it('fills in what it knows for a channel, and draws the channels of further rows on request', async () => {
    const { page, complaints } = await demo.open();
    await picture(page, 'A copy').click();
    await answerOf(page);
    const second = page.locator('.matches .match').nth(1);
    expect(await second.locator('.channel').count()).toBe(0);
    await second.locator('.doors > summary').click();
    const channel = second.locator('.channel').first();
    await channel.locator('summary').click();
    const rowId = /entry (\d+)/.exec(await second.locator('.doors > summary').innerText())?.[1];
    expect(await channel.getByLabel('Sample id').inputValue()).toBe(rowId);
    for (const said of ['Legal basis', 'Who may use it', 'What it can do, and cannot', 'Source', 'Checked']) {
      expect(await channel.locator('dt', { hasText: said }).count()).toBeGreaterThan(0);
    }
    expect(complaints).toEqual([]);
  });

  it('finds the edited copy, and says in words what agrees', async () => {
    const { page, complaints } = await demo.open();
    await picture(page, 'An edited copy').click();
    await answerOf(page);
    const match = page.locator('.match').first();
    expect(await match.isVisible()).toBe(true);
    // What a person reads says it in a person's words; what was measured is unfolded by whoever wants to know.
    const card = page.locator('.picture').first();
    for (const part of ['header', '.pictures', '.datasets', '.match-words']) {
      for (const words of await card.locator(part).allInnerTexts()) expect(words).not.toMatch(LAB_WORDS);
    }
    expect(await page.locator('#answer').innerText()).not.toMatch(LAB_WORDS);
    expect(await page.locator('.picture h3').first().innerText()).toMatch(/^An edited copy: /);
    const known = await howKnown(match);
    expect(await known.locator('.match-facts a').first().getAttribute('href')).toContain('/demo-024.jpg');
    expect(await known.innerText()).toMatch(/\d+ points agree/);
    expect(complaints).toEqual([]);
  });

  it('does not find the absent picture, and says what that rests on', async () => {
    const { page, complaints } = await demo.open();
    await picture(page, 'Not in the set').click();
    const { state, sentence } = await answerOf(page);
    expect(state).toBe('not-found');
    expect(sentence).toContain('Not found in');
    expect(await page.locator('.matches').count()).toBe(0);
    const coverage = await page.locator('#coverage').innerText();
    expect(coverage).toMatch(
      /What was searched[\s\S]*50 of 50 pictures[\s\S]*What was not searched[\s\S]*laion/i,
    );
    expect(coverage).not.toMatch(/is wrong/i);
    expect(complaints).toEqual([]);
  });

  it('takes a file, and knows the very same one', async () => {
    const { page, complaints } = await demo.open();
    await page.setInputFiles('#file', demoFile('pictures/demo-020.jpg'));
    const { state, sentence } = await answerOf(page);
    expect(state).toBe('found');
    // How sure that is stands with what was searched, not in the sentence.
    expect(sentence).toMatch(/^Found: this very file stands once in [^.]*\.$/);
    await page.getByText('By kind of picture').click();
    expect(await page.locator('#coverage').innerText()).toMatch(
      /How often “found” is wrong\s+Of [\d,]+ checks of [\d,]+ other pictures, .* answered “found”; so at most[\s\S]*photographs/i,
    );
    const known = await howKnown(page.locator('.match').first());
    expect(await known.locator('.grade').innerText()).toMatch(/Identical\s+the very same file/);
    expect(await page.locator('#preview').getAttribute('src')).toMatch(/^blob:/);
    expect(complaints).toEqual([]);
  });

  it('says in words why a text file cannot be checked, and takes the next picture', async () => {
    const { page } = await demo.open();
    const buffer = Buffer.from('not a picture at all');
    await page.setInputFiles('#file', { name: 'notes.txt', mimeType: 'text/plain', buffer });
    const { state, sentence } = await answerOf(page);
    expect(state).toBe('failed');
    expect(sentence).toMatch(/picture|JPEG/);
    expect(sentence).not.toMatch(/undefined|object Object|status \d/);
    await page.setInputFiles('#file', demoFile('queries/copy.jpg'));
    await page.waitForSelector('#answer[data-state=found]');
  });

  it('says in words why a private address is not opened', async () => {
    const { page } = await demo.open();
    await page.getByLabel('Or its web address').fill('http://127.0.0.1/picture.jpg');
    await page.getByRole('button', { name: 'Check' }).click();
    const { state, sentence } = await answerOf(page);
    expect(state).toBe('failed');
    expect(sentence).not.toMatch(/undefined|object Object|status \d/);
    expect(sentence.length).toBeGreaterThan(20);
  });

  it('works by keyboard alone', async () => {
    const { page, complaints } = await demo.open();
    // Listened for from the start: the browser is told to report choosers only some time after the asking.
    const chooser = page.waitForEvent('filechooser');
    await picture(page, 'A copy').waitFor();
    const focused = () =>
      page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
    const tabTo = async (wanted: RegExp): Promise<void> => {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        if (wanted.test(String(await focused()))) return;
      }
      throw new Error(`Tab never reached ${String(wanted)}.`);
    };
    await tabTo(/^file$/);
    await page.keyboard.press('Enter');
    await chooser;
    await tabTo(/^A copy/);
    await page.keyboard.press('Enter');
    expect((await answerOf(page)).state).toBe('found');
    expect(await focused()).toBe('headline');
    await tabTo(/^What to fill in/);
    await page.keyboard.press('Enter');
    await tabTo(/^Copy/);
    expect(complaints).toEqual([]);
  });

  it.each([320, 390])('fits a window %i pixels wide', async (width) => {
    const { page } = await demo.open({ viewport: { width, height: 720 } });
    await picture(page, 'A copy').click();
    await answerOf(page);
    // Opening one draws what is in it, which may be more of them.
    const opened = () =>
      page.evaluate(() => {
        const closed = [...document.querySelectorAll('details:not([open])')];
        for (const details of closed) details.setAttribute('open', '');
        return closed.length;
      });
    await expect.poll(opened).toBe(0);
    expect(await overflows(page)).toBe(false);
    const small = await page
      .locator('button:visible, a.button:visible, label.button')
      .evaluateAll((targets) =>
        targets
          .filter((target) => target.getBoundingClientRect().height < 44)
          .map((target) => target.outerHTML),
      );
    expect(small).toEqual([]);
  });

  it('lets the artist cancel, and asks again', async () => {
    const { page, complaints } = await demo.open();
    let asked = 0;
    // The first question is never answered.
    await page.route('**/v1/checks', (route) => (asked++ === 0 ? undefined : route.continue()));
    await picture(page, 'A copy').click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.locator('#answer').getAttribute('data-state')).toBe('idle');
    await picture(page, 'A copy').click();
    expect((await answerOf(page)).state).toBe('found');
    expect(complaints).toEqual([]);
  });

  it('hides the demo on a service that has none', async () => {
    const { page } = await demo.open();
    await page.route('**/demo/*', (route) => route.fulfill({ status: 404 }));
    await Promise.all([page.waitForResponse('**/demo/absent.jpg'), page.reload()]);
    await expect.poll(() => page.locator('#served').innerText()).not.toBe('');
    expect(await page.locator('#demo').isHidden()).toBe(true);
  });
});
