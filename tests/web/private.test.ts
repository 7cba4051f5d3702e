import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page, Request } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import { checkAt } from '../helpers/check-at.ts';
import { painting } from '../helpers/painting.ts';
import { comparable } from '../helpers/private-check.ts';
import { answerOf, hasChromium, overflows, seriousFaults } from './browser.ts';
import { demoInBrowser } from './demo-in-browser.ts';

const demoFile = (path: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../assets/demo/${path}`, import.meta.url)));

const choose = (page: Page, buffer: Buffer, mimeType = 'image/jpeg'): Promise<void> =>
  page.locator('#file').setInputFiles({ name: 'my-own-name.jpg', mimeType, buffer });

/** The last answer of a check that begins now. */
async function answered(page: Page, begin: () => Promise<void>): Promise<CheckResult> {
  const last = page.waitForResponse(async (response) => {
    if (!/\/v1\/checks(\/[^/]+\/comparisons)?$/.test(response.url())) return false;
    return ((await response.json()) as CheckResult).toCompare === undefined;
  });
  await begin();
  return (await (await last).json()) as CheckResult;
}

/** What of an answer decoders may not change: a JPEG of one more step of brightness has another hash. */
function told({ verdict, matches, parts, picture }: CheckResult) {
  const { fingerprintedBy: _by, pdq: _pdq, pdqQuality: _quality, ...facts } = picture;
  const rows = [...matches, ...parts].map(({ rowId, grade }) => `${rowId} ${grade}`).toSorted();
  return { answer: verdict.answer, rows, facts };
}

/** Wherever some bytes of the picture stand in what was sent, in each writing that a body may have. */
function writingsOf(picture: Buffer): string[] {
  // From the middle, where the picture is, and not what all files of its kind begin with.
  const middle = picture.length >> 1;
  return [0, 1, 2].flatMap((shift) => {
    const piece = picture.subarray(middle + shift, middle + shift + 24);
    return [
      piece.toString('latin1'),
      piece.toString('utf8'),
      piece.toString('hex'),
      piece.toString('base64').slice(2, -4),
      piece.toString('base64url').slice(2, -4),
      encodeURIComponent(piece.toString('latin1')),
      [...piece].join(','),
    ];
  });
}

describe.skipIf(!hasChromium)('a check in the browser itself', { timeout: 120_000 }, () => {
  const demo = demoInBrowser();
  const open = () => demo.open({ way: 'private' });

  const FILES: readonly [what: string, draw: () => Promise<Buffer> | Buffer, type: string][] = [
    ['the very file', () => demoFile('pictures/demo-020.jpg'), 'image/jpeg'],
    ['a copy', () => demoFile('queries/copy.jpg'), 'image/jpeg'],
    ['an edited copy', () => demoFile('queries/edited.jpg'), 'image/jpeg'],
    [
      'a cut, as PNG',
      () =>
        sharp(demoFile('pictures/demo-007.jpg'))
          .extract({ left: 60, top: 40, width: 200, height: 180 })
          .png()
          .toBuffer(),
      'image/png',
    ],
    [
      'a mirrored one that lies on its side by its EXIF',
      () =>
        sharp(demoFile('pictures/demo-031.jpg')).flop().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      'image/jpeg',
    ],
    [
      'a large one',
      () => sharp(demoFile('pictures/demo-020.jpg')).resize(3000).jpeg({ progressive: true }).toBuffer(),
      'image/jpeg',
    ],
    ['an AVIF', () => sharp(demoFile('pictures/demo-013.jpg')).avif().toBuffer(), 'image/avif'],
    ['a GIF', () => sharp(demoFile('pictures/demo-013.jpg')).gif().toBuffer(), 'image/gif'],
    [
      'a grey PNG of 16 bits',
      () => sharp(demoFile('pictures/demo-002.jpg')).toColourspace('grey16').png().toBuffer(),
      'image/png',
    ],
    [
      'another one, with a colour profile',
      async () =>
        sharp(await painting(4))
          .withIccProfile('p3')
          .jpeg()
          .toBuffer(),
      'image/jpeg',
    ],
    [
      'a WebP that is see-through',
      async () =>
        sharp(await painting(5))
          .ensureAlpha(0.5)
          .webp({ lossless: true })
          .toBuffer(),
      'image/webp',
    ],
  ];

  // One after the other in one page: each new one loads the model anew.
  it('is answered as an upload is, of files of every kind', async () => {
    const { page, complaints, foreign } = await open();
    for (const [what, draw, type] of FILES) {
      const file = await draw();
      const answer = await answered(page, () => choose(page, file, type));
      const uploaded = await checkAt(demo.server.address, file);
      expect(told(answer), what).toEqual(told(uploaded));
      await page.waitForSelector(`#answer[data-state=${uploaded.verdict.answer}]`);
    }
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('gives the very same numbers of a picture that every decoder opens alike', async () => {
    const file = demoFile('queries/edited.jpg');
    const { page } = await open();
    const answer = await answered(page, () => choose(page, file));
    expect(comparable(answer)).toEqual(comparable(await checkAt(demo.server.address, file)));
  });

  it('sends no byte of the picture, to nobody, and shows what it sends to the byte', async () => {
    const file = demoFile('queries/edited.jpg');
    const { page, foreign } = await demo.open({ way: 'private', viewport: { width: 320, height: 720 } });
    const requests: Request[] = [];
    page.on('request', (request) => requests.push(request));
    await answered(page, () => choose(page, file));
    await answerOf(page);
    const bodies = requests.map((request) => request.postDataBuffer() ?? Buffer.alloc(0));
    const all = [
      ...bodies.map((body) => body.toString('latin1')),
      ...requests.map((request) => request.url()),
    ].join('\n');
    const writings = writingsOf(file);
    // They would be found: of each way to write the whole file some are in it.
    for (const way of ['latin1', 'utf8', 'hex', 'base64', 'base64url'] as const) {
      const whole = file.toString(way);
      expect(writings.some((writing) => whole.includes(writing))).toBe(true);
    }
    for (const writing of writings) expect(all.includes(writing)).toBe(false);
    expect(all).not.toContain('my-own-name');
    expect(foreign).toEqual([]);
    const posted = requests.filter((request) => request.method() === 'POST');
    expect(posted.map((request) => new URL(request.url()).pathname)).toEqual([
      '/v1/checks',
      expect.stringMatching(/^\/v1\/checks\/[\w-]+\/comparisons$/),
    ]);
    await page.getByText('Show what was sent').click();
    expect(await page.locator('.private-bytes').allTextContents()).toEqual(
      posted.map((request) => request.postData()),
    );
    expect(await overflows(page)).toBe(false);
    // A picture of a million pixels has a hundred times as many.
    expect(bodies.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(150_000);
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('says before it loads anything how much that is, and that a browser keeps it', async () => {
    const { page } = await open();
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    expect(await page.locator('#private').innerText()).toMatch(/stays in this browser[\s\S]*\d+ MB/);
    expect(loaded.filter((url) => /private-|runtime-|pocket-/.test(url))).toEqual([]);
    const model = page.waitForResponse(/\/assets\/pocket-[0-9a-f]+\.onnx$/);
    await answered(page, () => choose(page, demoFile('queries/copy.jpg')));
    expect((await model).headers()['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('uploads by one click, and checks by itself again by another, or on the next visit', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Upload instead' }).click();
    expect(await page.locator('#private').innerText()).toContain('uploaded');
    const sent = page.waitForRequest(/\/v1\/checks$/);
    await choose(page, demoFile('queries/copy.jpg'));
    expect((await sent).headers()['content-type']).toContain('multipart/form-data');
    await page.getByRole('button', { name: 'Keep it in this browser instead' }).click();
    const answer = await answered(page, () => choose(page, demoFile('queries/copy.jpg')));
    expect(answer.picture.fingerprintedBy).toBe('sender');
    await page.getByRole('button', { name: 'Upload instead' }).click();
    await page.reload();
    expect(await page.locator('#private').innerText()).toContain('stays in this browser');
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it('says plainly that a browser without WebAssembly cannot, and uploads', async () => {
    const { page } = await open();
    await page.addInitScript(() => void delete (globalThis as { WebAssembly?: unknown }).WebAssembly);
    await page.reload();
    expect(await page.locator('#private').innerText()).toMatch(
      /cannot check by itself: it has no WebAssembly/,
    );
    expect(await page.getByRole('button', { name: 'Keep it in this browser' }).count()).toBe(0);
    const sent = page.waitForRequest(/\/v1\/checks$/);
    await choose(page, demoFile('queries/copy.jpg'));
    expect((await sent).headers()['content-type']).toContain('multipart/form-data');
    expect((await answerOf(page)).state).toBe('found');
  });

  it('says which file it cannot open, and takes the next', async () => {
    const { page } = await open();
    const tiff = await sharp(await painting(6))
      .tiff()
      .toBuffer();
    await choose(page, tiff, 'image/tiff');
    const { state, sentence } = await answerOf(page);
    expect(state).toBe('failed');
    expect(sentence).toMatch(/cannot open this file \(TIFF\)\. Upload it instead/);
    await choose(page, demoFile('queries/copy.jpg'));
    await page.waitForSelector('#answer[data-state=found]');
  });

  it('asks before anything is sent where a dataset is searched by a model that a browser cannot run', async () => {
    const { page } = await open();
    await page.route('**/v1/datasets', async (route) => {
      const served = (await (await route.fetch()).json()) as {
        searched: { dataset: string; model: string }[];
      };
      const large = { ...served.searched[0], dataset: 'photos', model: 'Xenova/clip-vit-base-patch32' };
      await route.fulfill({ json: { ...served, searched: [...served.searched, large] } });
    });
    await Promise.all([page.waitForResponse('**/v1/datasets'), page.reload()]);
    const posted: Request[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posted.push(request);
    });
    await choose(page, demoFile('queries/copy.jpg'));
    const asked = page.locator('.private-question');
    await asked.waitFor();
    expect(await asked.innerText()).toContain('photos can only be searched by Xenova/clip-vit-base-patch32');
    expect(posted).toEqual([]);
    const answer = await answered(page, () =>
      page.getByRole('button', { name: 'Search demo alone' }).click(),
    );
    expect(answer.picture.fingerprintedBy).toBe('sender');
    expect(JSON.parse(posted[0].postData() ?? '')).toMatchObject({ datasets: ['demo'] });
    await Promise.all([page.waitForResponse('**/v1/datasets'), page.reload()]);
    await choose(page, demoFile('queries/copy.jpg'));
    const uploaded = page.waitForRequest(/\/v1\/checks$/);
    await page.getByRole('button', { name: 'Upload, and search all of it' }).click();
    expect((await uploaded).headers()['content-type']).toContain('multipart/form-data');
    // What is said is what is done.
    expect(await page.locator('#private').innerText()).toContain('Your picture is uploaded');
  });
});
