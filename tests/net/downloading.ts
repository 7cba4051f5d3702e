import { afterAll } from 'vitest';
import { createDownloader, type Downloader, type DownloadSettings } from '../../src/net/download.ts';
import { startPictureHost } from '../helpers/picture-host.ts';

const opened: Downloader[] = [];

/** The suite's host of pictures, which may be downloaded from. */
export const host = await startPictureHost();

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

/** To be called once by each suite. */
export function closeAllAfterAll(): void {
  afterAll(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
    await host.close();
  });
}
