import { afterAll, beforeAll } from 'vitest';
import { createDownloader, type Downloader, type DownloadSettings } from '../../src/net/download.ts';
import { type PictureHost, startPictureHost } from '../helpers/picture-host.ts';

const opened: Downloader[] = [];

/** The suite's host of pictures, which may be downloaded from. */
export let host: PictureHost;

export function downloader(settings: Partial<DownloadSettings> = {}): Downloader {
  const made = createDownloader({
    timeoutMs: 10_000,
    maxBytes: 100_000,
    privateHosts: new Set([host.host]),
    ...settings,
  });
  opened.push(made);
  return made;
}

/** To be called once by each suite: its host is there before its tests, and all is closed after them. */
export function withPictureHost(): void {
  beforeAll(async () => {
    host = await startPictureHost();
  });
  afterAll(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
    await host.close();
  });
}
