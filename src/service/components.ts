import type { Config } from '../runtime/config.ts';
import { dataPaths } from '../runtime/data-paths.ts';
import type { ModelCard } from '../core/model-card.ts';
import { openDatabase, type OpenedDatabase } from '../db/open.ts';
import { installedRevision } from '../models/store.ts';
import { startFingerprinter, type Fingerprinter } from '../fingerprint/fingerprinter.ts';
import type { EmbeddingSpace } from '../index/segment/manifest.ts';
import { createCrawler } from '../net/crawler.ts';
import { createDownloader, type Downloader, type DownloadSettings } from '../net/download.ts';
import { userAgentOf } from '../net/guarded-client.ts';
import { createLinkChecker, type LinkChecker } from '../net/link-check.ts';
import { inputsWith } from '../ingest/inputs/inputs.ts';
import type { Inputs } from '../ingest/inputs/input.ts';
import { createRemoteFiles } from '../net/remote/remote-files.ts';
import type { Credentials } from '../net/remote/store.ts';
import { createLooker, type Looker } from '../net/looker.ts';
import { createPlaces } from '../net/places.ts';
import { createPoliteDownloader } from '../net/polite-downloader.ts';
import { limitPerHost } from '../net/politeness.ts';

/** `openDatabase`, with its guarantees and errors, for the database that the settings name. */
export function configuredDatabase(config: Config): Promise<OpenedDatabase> {
  const { DATABASE_URL, DATA_DIR, DATABASE_TIMEOUT_MS } = config;
  return openDatabase({ databaseUrl: DATABASE_URL, dataDir: DATA_DIR, answerMs: DATABASE_TIMEOUT_MS });
}

/** The fingerprinter that the settings ask for. @param early whether its threads start at once */
export function configuredFingerprinter(config: Config, early = false): Fingerprinter {
  return startFingerprinter({
    early,
    threads: config.WORKER_THREADS,
    modelsDir: dataPaths(config.DATA_DIR).modelsDir,
    maxPixels: config.PICTURE_MAX_PIXELS,
  });
}

/** The ways out to the web for what one person asks: they share the requests under way at once. */
export interface WaysOut {
  /** Single pictures: guarded, capped, and gentle with each host. */
  downloader: Downloader;
  /** Single addresses that a person asks about. */
  looker: Looker;
  /** What an address gives now, keeping nothing of it. */
  links: LinkChecker;
  /** Pictures that a check looks at by itself: as politely as an ingest, and each once. */
  livePictures: Downloader;
  close(): Promise<void>;
}

/** Between two requests to one site, of the dozen at most that one check asks for. */
const LIVE_INTERVAL_MS = 500;

export function waysOut(config: Config): WaysOut {
  const settings = downloadSettings(config);
  const concurrency = createPlaces(config.FETCH_CONCURRENCY);
  const downloader = limitPerHost(createDownloader(settings), { concurrency });
  const looker = createLooker({ ...settings, concurrency });
  const intervalMs = config.FETCH_HOST_INTERVAL_MS;
  const links = createLinkChecker({ ...settings, concurrency, intervalMs });
  const livePictures = createPoliteDownloader({
    ...settings,
    // Whatever is under way is over with its check.
    timeoutMs: Math.min(settings.timeoutMs, config.LIVE_COMPARE_MS),
    concurrency,
    intervalMs: Math.min(intervalMs, LIVE_INTERVAL_MS),
  });
  return {
    downloader,
    looker,
    links,
    livePictures,
    async close() {
      await Promise.all([downloader, looker, links, livePictures].map((way) => way.close()));
    },
  };
}

/** The way out to the web for the pictures of a dataset: see docs/fetching.md. */
export function politeCrawler(config: Config): Downloader {
  return createCrawler({
    ...downloadSettings(config),
    concurrency: config.FETCH_CONCURRENCY,
    intervalMs: config.FETCH_HOST_INTERVAL_MS,
    attempts: config.FETCH_ATTEMPTS,
    ownDomains: names(config.FETCH_IGNORE_OPT_OUTS_OF),
  });
}

/** The files that an ingest may be told to read: see docs/ingest.md. */
export function configuredInputs(config: Config): Inputs {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, HF_ENDPOINT, HF_TOKEN } = config;
  return inputsWith(
    createRemoteFiles({
      s3: {
        endpoint: config.AWS_ENDPOINT_URL_S3 ?? null,
        region: config.AWS_REGION,
        credentials: keyPair(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN),
      },
      gs: {
        endpoint: config.GS_ENDPOINT_URL,
        // Google's own word for every region, of which its S3 interface asks for none.
        region: 'auto',
        credentials: keyPair(config.GS_ACCESS_KEY_ID, config.GS_SECRET_ACCESS_KEY),
      },
      hub: { endpoint: HF_ENDPOINT, token: HF_TOKEN },
      privateHosts: names(config.FETCH_PRIVATE_HOSTS),
      userAgent: userAgentOf(config.FETCH_CONTACT),
    }),
  );
}

function keyPair(accessKeyId?: string, secretAccessKey?: string, sessionToken?: string): Credentials | null {
  return accessKeyId === undefined || secretAccessKey === undefined
    ? null
    : { accessKeyId, secretAccessKey, sessionToken };
}

function downloadSettings(config: Config): DownloadSettings {
  return {
    timeoutMs: config.FETCH_TIMEOUT_MS,
    firstByteTimeoutMs: config.FETCH_FIRST_BYTE_MS,
    idleTimeoutMs: config.FETCH_IDLE_MS,
    maxBytes: config.UPLOAD_MAX_BYTES,
    privateHosts: names(config.FETCH_PRIVATE_HOSTS),
    userAgent: userAgentOf(config.FETCH_CONTACT),
  };
}

/** Of a comma-separated list, in lower case. */
function names(list: string): Set<string> {
  const all = list.split(',').map((name) => name.trim().toLowerCase());
  return new Set(all.filter((name) => name !== ''));
}

/** The space that a model's vectors lie in, as it is installed. */
export async function installedSpace(card: ModelCard, modelsDir: string): Promise<EmbeddingSpace> {
  const modelRevision = await installedRevision(card, modelsDir);
  return { model: card.name, modelRevision, dimensions: card.dimensions };
}
