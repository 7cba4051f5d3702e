import { TrainspotError } from '../../core/errors.ts';
import { failureKind } from '../../core/fetch-failure.ts';
import type { FetchFailure } from '../../db/fetch-outcomes.ts';
import { parseUrl } from '../../core/parse-url.ts';
import { DownloadFailure } from '../../net/download-failure.ts';
import type { Downloader } from '../../net/download.ts';
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
        if (!(error instanceof TrainspotError)) throw error;
        const failure = fetchFailure(error, url);
        return failure.reason === 'stopped' ? { failed: 'stopped' } : { failed: failure.reason, failure };
      }
    },
  };
}

function fetchFailure(error: TrainspotError, url: string): FetchFailure {
  const host = parseUrl(url)?.host ?? null;
  if (error instanceof DownloadFailure) {
    const { reason, httpStatus, optOut, attempts } = error;
    return { reason, kind: failureKind(reason), httpStatus, host: error.host ?? host, optOut, attempts };
  }
  // An address that was refused before anybody was asked.
  const { code: reason } = error;
  return { reason, kind: failureKind(reason), httpStatus: null, host, optOut: null, attempts: 0 };
}
