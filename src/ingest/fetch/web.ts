import { TrainspotError } from '../../core/errors.ts';
import { DownloadFailure } from '../../net/download-failure.ts';
import type { Downloader } from '../../net/download.ts';
import type { PictureSource } from './picture-source.ts';

/**
 * Pictures from where their rows' addresses lead. A picture whose server reserves it against machine learning
 * is not read at all, and fails as `opted-out`.
 * @param downloader limited per host by its maker (`limitPerHost`); whoever made it closes it
 */
export function picturesOverHttp(downloader: Downloader): PictureSource {
  return {
    async fetch(row) {
      try {
        const { bytes } = await downloader.download(row.url, { honourOptOut: true });
        return { bytes };
      } catch (error) {
        if (error instanceof DownloadFailure) return { failed: error.reason };
        if (error instanceof TrainspotError) return { failed: error.code };
        throw error;
      }
    },
  };
}
