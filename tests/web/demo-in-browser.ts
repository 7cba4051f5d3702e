import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterEach, beforeAll } from 'vitest';
import { type DemoServer, startDemoServer } from '../helpers/demo-server.ts';
import { openPage, type PageOptions, sharedBrowser, type WatchedPage } from './browser.ts';

export interface DemoInBrowser {
  /** Once a test runs. */
  readonly server: DemoServer;
  /** Opens the service's page in a context of its own, which is closed when the test ends. */
  open(options?: PageOptions): Promise<WatchedPage>;
}

let started: Promise<DemoServer> | null = null;

/** One for all suites of a process, which ask it more often in a minute than a person does; it ends with the process. */
function sharedDemoServer(): Promise<DemoServer> {
  return (started ??= startDemoServer({ RATE_LIMIT_PER_MINUTE: '10000' }).then((server) => {
    const remove = (): void => {
      server.process.kill('SIGKILL');
      rmSync(server.dataDir, { recursive: true, force: true });
    };
    process.once('exit', remove);
    process.once('SIGTERM', remove);
    return server;
  }));
}

/** Has what `npm start` starts, and a browser, for the tests of the suite that calls this; other suites use both too. */
export function demoInBrowser(): DemoInBrowser {
  let server: DemoServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([sharedDemoServer(), sharedBrowser()]);
  }, 300_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  return {
    get server() {
      return server;
    },
    open: (options) => openPage(browser, server.address, options),
  };
}
