/**
 * Photographs the page in every state, at 390 and 1280 px, light and dark, into build/screenshots/, which is no part of the
 * project: to be looked at by whoever changes how it looks. Needs Chromium.
 * Run: npx tsx scripts/screenshots.ts [STATE …]
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FOLDER = join(ROOT, 'build', 'screenshots');
const WIDTHS = [390, 1280];
const SCHEMES = ['light', 'dark'] as const;

const demo = (page: Page, title: string) => page.getByRole('button', { name: title }).click();
const answered = (page: Page) => page.waitForSelector('#headline:not([hidden])');

/** By name, what brings the page into a state. */
const STATES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  start: (page) => page.waitForSelector('#demo'),
  found: async (page) => {
    await demo(page, 'A copy');
    await answered(page);
    await page.waitForSelector('.pictures[data-stage=loaded]');
  },
  edited: async (page) => {
    await demo(page, 'An edited copy');
    await answered(page);
    await page.waitForSelector('.pictures[data-stage=loaded]');
  },
  slider: async (page) => {
    await STATES.edited(page);
    await page.getByRole('button', { name: 'One over the other' }).first().click();
  },
  'how-known': async (page) => {
    await STATES.edited(page);
    await page.locator('.how-known summary').first().click();
  },
  part: async (page) => {
    await demo(page, 'A part of one');
    await answered(page);
  },
  'not-found': async (page) => {
    await demo(page, 'Not in the set');
    await answered(page);
    const alikes = page.locator('.look-alikes > summary');
    if ((await alikes.count()) > 0) await alikes.click();
  },
  busy: async (page) => {
    await page.route('**/v1/checks', () => {});
    await demo(page, 'A copy');
    await page.waitForSelector('#progress');
  },
  overload: async (page) => {
    const body = {
      title: 'Too busy',
      status: 503,
      detail: 'Too many checks run at the moment.',
      code: 'busy',
    };
    const contentType = 'application/problem+json';
    const headers = { 'retry-after': '5' };
    await page.route('**/v1/checks', (route) =>
      route.fulfill({ status: 503, contentType, headers, body: JSON.stringify(body) }),
    );
    await demo(page, 'A copy');
    await answered(page);
  },
  offline: async (page) => {
    await page.waitForSelector('#demo');
    await page.context().setOffline(true);
    await demo(page, 'A copy');
    await answered(page);
  },
  empty: async (page) => {
    await page.route('**/v1/datasets', (route) =>
      route.fulfill({ json: { searched: [], notSearched: [], known: [], models: [], byWords: [] } }),
    );
    await page.reload();
    await page.getByText('Nothing is indexed yet').waitFor();
  },
  'look-up': async (page) => {
    await page.getByText('No picture at hand?').click();
    await page.locator('#look-up-text').fill('linocut');
    await page.getByRole('button', { name: 'Look up', exact: true }).click();
    await page.locator('.look-up-row').first().waitFor();
  },
  case: async (page) => {
    await STATES.found(page);
    await page.getByRole('button', { name: 'Open a case' }).first().click();
    await page.locator('#case').waitFor();
  },
};

const dataDir = await mkdtemp(join(tmpdir(), 'trainspot-shots-'));
const server = spawn(process.execPath, ['scripts/trainspot.mjs', 'serve', '--demo', '--data', dataDir], {
  cwd: ROOT,
  env: { ...process.env, PORT: '0', RATE_LIMIT_PER_MINUTE: '10000', EVENT_LOOP_DELAY_MAX_MS: '600000' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((resolve) => server.once('exit', resolve));
try {
  const address = await new Promise<string>((resolve, reject) => {
    let output = '';
    server.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /Trainspot is ready: (\S+)\//.exec(output);
      if (ready) resolve(ready[1]);
    });
    void ended.then(() => reject(new Error(`The server ended:\n${output}`)));
  });
  await photographAll(address);
} finally {
  server.kill('SIGINT');
  await ended;
  await rm(dataDir, { recursive: true, force: true });
}

async function photographAll(address: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const wanted = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  for (const [name, bring] of Object.entries(STATES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const width of WIDTHS) {
      for (const colorScheme of SCHEMES) {
        const viewport = { width, height: 900 };
        const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
        const page = await context.newPage();
        page.setDefaultTimeout(20_000);
        await page.goto(address);
        await bring(page).catch((error: Error) => console.error(`${name}: ${error.message}`));
        await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        await context.close();
      }
    }
    console.log(name);
  }
  await browser.close();
}
