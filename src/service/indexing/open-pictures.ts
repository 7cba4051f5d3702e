import type { Config } from '../../runtime/config.ts';
import { picturesInFolder } from '../../ingest/fetch/folder.ts';
import { picturesInParquets } from '../../ingest/fetch/parquet.ts';
import type { PictureSource } from '../../ingest/fetch/picture-source.ts';
import { picturesInTars } from '../../ingest/fetch/tar.ts';
import { picturesOverHttp } from '../../ingest/fetch/web.ts';
import { politeCrawler } from '../components.ts';

/** Where an ingest has its pictures from. */
export interface Pictures {
  source: PictureSource;
  /** Whether hosts are asked for them. */
  fromWeb: boolean;
  /** Pictures worth fetching at once. */
  concurrency: number;
  close(): Promise<void>;
}

const ROWS_IN_FLIGHT_PER_REQUEST = 4;

/** The pictures of a folder, in it, in its archives or in its parquet files; without one those of the web. */
export async function openPictures(
  dir: string | null,
  config: Config,
  signal?: AbortSignal,
): Promise<Pictures> {
  if (dir !== null) {
    const files = await picturesInFolder(dir, config.UPLOAD_MAX_BYTES);
    const parquets = picturesInParquets(dir, config.UPLOAD_MAX_BYTES, files);
    const source = picturesInTars(dir, config.UPLOAD_MAX_BYTES, parquets);
    return {
      source,
      fromWeb: false,
      concurrency: config.WORKER_THREADS * 2,
      close: () => source.close().finally(() => parquets.close()),
    };
  }
  const downloader = politeCrawler(config);
  return {
    source: picturesOverHttp(downloader, signal),
    fromWeb: true,
    // The crawler keeps to FETCH_CONCURRENCY itself; more may wait for a turn, or rows of one slow site hold up all.
    concurrency: ROWS_IN_FLIGHT_PER_REQUEST * config.FETCH_CONCURRENCY,
    close: () => downloader.close(),
  };
}
