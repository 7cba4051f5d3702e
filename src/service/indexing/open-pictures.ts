import type { Config } from '../../runtime/config.ts';
import { picturesInFolder } from '../../ingest/fetch/folder.ts';
import { picturesInParquets } from '../../ingest/fetch/parquet.ts';
import type { PictureSource } from '../../ingest/fetch/picture-source.ts';
import { picturesBelow } from '../../ingest/fetch/remote-folder.ts';
import { picturesInTars } from '../../ingest/fetch/tar.ts';
import { picturesOverHttp } from '../../ingest/fetch/web.ts';
import type { Inputs } from '../../ingest/inputs/input.ts';
import { isRemote } from '../../net/remote/address.ts';
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

/** The pictures of a folder, in it, in its archives or in its parquet files. */
export async function openFolderPictures(dir: string, config: Config, inputs: Inputs): Promise<Pictures> {
  const maxBytes = config.UPLOAD_MAX_BYTES;
  const isElsewhere = isRemote(dir);
  const files = isElsewhere ? picturesBelow(dir, maxBytes, inputs) : await picturesInFolder(dir, maxBytes);
  const parquets = picturesInParquets(dir, maxBytes, files, inputs);
  const source = picturesInTars(dir, maxBytes, parquets, inputs);
  return {
    source,
    fromWeb: false,
    // A picture of a store takes its time to come, and none of a processor.
    concurrency: config.WORKER_THREADS * 2 + (isElsewhere ? config.FETCH_CONCURRENCY : 0),
    close: () => source.close().finally(() => parquets.close()),
  };
}

/** The pictures of the web. */
export function openWebPictures(config: Config, signal?: AbortSignal): Pictures {
  const downloader = politeCrawler(config);
  return {
    source: picturesOverHttp(downloader, signal),
    fromWeb: true,
    // The crawler keeps to FETCH_CONCURRENCY itself; more may wait for a turn, or rows of one slow site hold up all.
    concurrency: ROWS_IN_FLIGHT_PER_REQUEST * config.FETCH_CONCURRENCY,
    close: () => downloader.close(),
  };
}
