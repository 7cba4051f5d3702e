import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Whether Debian's Chromium is here; the page's tests are skipped where it is not. */
export const hasChromium = existsSync(CHROMIUM);

let launched: Promise<Browser> | null = null;

/**
 * A headless Chromium that asks nobody for anything by itself: one for all suites of a process, with which it ends. Each suite
 * closes the contexts that it opened.
 */
export function sharedBrowser(): Promise<Browser> {
  return (launched ??= launch());
}

function launch(): Promise<Browser> {
  const quiet = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: quiet });
}

/** A page with a record of all that it should not do. */
export interface WatchedPage {
  page: Page;
  /** Console errors, uncaught errors and breaches of the content security policy. */
  complaints: string[];
  /** Requests to any other origin, with the referrer they carried. None of them leaves this machine. */
  foreign: { url: string; referrer: string | undefined }[];
}

export interface PageOptions extends BrowserContextOptions {
  /** How pictures are checked there; uploaded unless given, which takes no model to be loaded. */
  way?: 'private' | 'upload';
}

/** Opens the service's page in a context of its own. */
export async function openPage(
  browser: Browser,
  address: string,
  { way = 'upload', ...options }: PageOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const foreign: WatchedPage['foreign'] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A picture that its address does not give is told on the page; Chromium grumbles all the same.
    const { url } = message.location();
    const fromElsewhere = !url.startsWith(address) || url.startsWith(`${address}/demo/prints/`);
    if (message.type() === 'error' && !(fromElsewhere && message.text().startsWith('Failed to load'))) {
      complaints.push(message.text());
    }
  });
  await page.route(
    (url) => url.origin !== address && url.protocol.startsWith('http'),
    async (route) => {
      const headers = await route.request().allHeaders();
      foreign.push({ url: route.request().url(), referrer: headers.referer });
      await route.abort();
    },
  );
  await page.goto(address);
  if (way === 'upload') await uploadInstead(page);
  return { page, complaints, foreign };
}

/** Has the page upload pictures, which it does only for as long as it is open. */
export async function uploadInstead(page: Page): Promise<void> {
  // Not by a click, which would take the keyboard there.
  const uploading = page.getByRole('button', { name: 'Upload instead' });
  await uploading.evaluate((button: HTMLElement) => button.click());
}

/** Waits for the answer of the check that runs; returns its state (`found`, `failed` …) and its sentence. */
export async function answerOf(page: Page): Promise<{ state: string | null; sentence: string }> {
  await page.waitForSelector('#headline:not([hidden])');
  return {
    state: await page.locator('#answer').getAttribute('data-state'),
    sentence: await page.locator('#sentence').innerText(),
  };
}

/** The card of the picture that stands in a row, by the row's id. */
export function cardOf(page: Page, rowId: string): Locator {
  return page.locator('.picture', { has: rowOf(page, rowId) });
}

/** A row where it stands in an answer. */
export function rowOf(page: Page, rowId: string): Locator {
  return page.getByRole('article', { name: `Entry ${rowId} of` });
}

/** Unfolds what a row's grade rests on, unless it is, and gives it. */
export async function howKnown(row: Locator): Promise<Locator> {
  const details = row.locator('.how-known');
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  return details;
}

/** Whether the page is wider than its window. */
export function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

interface Fault {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

/** What axe-core calls serious or worse. */
export async function seriousFaults(page: Page): Promise<string[]> {
  return inWords(
    (await faultsOf(page)).filter(({ impact }) => impact === 'serious' || impact === 'critical'),
  );
}

/** All that axe-core finds. */
export async function anyFaults(page: Page): Promise<string[]> {
  return inWords(await faultsOf(page));
}

async function faultsOf(page: Page): Promise<Fault[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  return (await page.evaluate('axe.run().then((found) => found.violations)')) as Fault[];
}

function inWords(faults: readonly Fault[]): string[] {
  return faults.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
