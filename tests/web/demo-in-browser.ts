import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type DemoServer, startDemoServer } from '../helpers/demo-server.ts';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';

export interface DemoInBrowser {
  /** Once a test runs. */
  readonly server: DemoServer;
  /** Opens the service's page in a context of its own, which is closed when the test ends. */
  open(options?: BrowserContextOptions): Promise<WatchedPage>;
}

/** Has what `npm start` starts, and a browser, for the tests of the suite that calls this. */
export function demoInBrowser(): DemoInBrowser {
  let server: DemoServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startDemoServer(), launchBrowser()]);
  }, 300_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  return {
    get server() {
      return server;
    },
    open: (options) => openPage(browser, server.address, options),
  };
}
