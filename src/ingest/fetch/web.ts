import { DownloadFailure } from '../../net/download-failure.ts';
import type { Downloader } from '../../net/download.ts';
import { linkFailure } from '../../seen/keep.ts';
import type { PictureSource } from './picture-source.ts';

/**
 * Pictures from where their rows' addresses lead. A picture whose server reserves it against machine learning, or
 * says that it is none, is not read at all.
 * @param downloader a polite one (`createCrawler`); whoever made it closes it
 * @param signal ends every fetch at once, also those that wait: they fail as `stopped`, which says nothing of a link
 */
export function picturesOverHttp(downloader: Downloader, signal?: AbortSignal): PictureSource {
  return {
    async fetch({ url }) {
      try {
        const { bytes } = await downloader.download(url, { honourOptOut: true, onlyPictures: true, signal });
        return { bytes };
      } catch (error) {
        const failure = linkFailure(error, url);
        if (failure !== null) return { failed: failure.reason, failure };
        if (error instanceof DownloadFailure) return { failed: 'stopped' };
        throw error;
      }
    },
  };
}
