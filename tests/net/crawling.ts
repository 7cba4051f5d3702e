import { afterEach } from 'vitest';
import { createCrawler, type CrawlerSettings } from '../../src/net/crawler.ts';
import type { Downloader } from '../../src/net/download.ts';
import { leapingClock, type LeapingClock } from '../helpers/clocks.ts';
import { PICTURE, startScriptedHost, type Answer, type ScriptedHost } from '../helpers/scripted-host.ts';

/** Closed after each test; a test that closes one itself takes it out. */
export const hosts: ScriptedHost[] = [];
export const crawlers: Downloader[] = [];

/** To be called once by each suite. */
export function closeAllAfterEach(): void {
  afterEach(async () => {
    await Promise.all(crawlers.splice(0).map((each) => each.close()));
    await Promise.all(hosts.splice(0).map((each) => each.close()));
  });
}

/** A host with a picture at every path but those of `answers`, and no robots.txt or tdmrep.json of its own. */
export async function startHost(answers: Record<string, Answer | { nth: (n: number) => Answer }> = {}) {
  const host = await startScriptedHost((path, n) => {
    const answer = answers[path];
    if (answer === undefined) return /^\/(robots.txt|\.well-known)/.test(path) ? undefined : PICTURE;
    return 'nth' in answer ? answer.nth(n) : answer;
  });
  hosts.push(host);
  return host;
}

/** A crawler whose clock leaps over every wait. */
export function crawl(
  of: readonly ScriptedHost[],
  changes: Partial<CrawlerSettings> = {},
): { download: (url: string, signal?: AbortSignal) => Promise<string>; clock: LeapingClock } {
  const clock = leapingClock();
  const crawler = createCrawler({
    timeoutMs: 20_000,
    maxBytes: 100_000,
    privateHosts: new Set(of.map(({ host }) => host)),
    concurrency: 8,
    intervalMs: 1000,
    attempts: 3,
    clock,
    random: () => 0,
    ...changes,
  });
  crawlers.push(crawler);
  return {
    clock,
    download: (url, signal) =>
      crawler.download(url, { signal }).then(({ bytes }) => Buffer.from(bytes).toString()),
  };
}

export const text = (body: string, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
});
export const reset: Answer = (response) => response.destroy();
export const NO_ROBOTS = ['/robots.txt', '/.well-known/tdmrep.json'];
