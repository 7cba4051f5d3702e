import type { Config } from '../config/config.ts';
import { dataPaths } from '../config/data-paths.ts';
import type { ModelCard } from '../core/model-card.ts';
import { installedRevision } from '../embed/store.ts';
import { startFingerprinter, type Fingerprinter } from '../fingerprint/fingerprinter.ts';
import type { EmbeddingSpace } from '../index/segment-manifest.ts';
import { createDownloader, type Downloader } from '../net/download.ts';
import { limitPerHost } from '../net/politeness.ts';

/** The fingerprinter that the settings ask for. */
export function configuredFingerprinter(config: Config): Fingerprinter {
  return startFingerprinter({
    threads: config.WORKER_THREADS,
    modelsDir: dataPaths(config.DATA_DIR).modelsDir,
    maxPixels: config.PICTURE_MAX_PIXELS,
  });
}

/** The way out to the web: guarded, capped, and gentle with each host. */
export function politeDownloader(config: Config): Downloader {
  const privateHosts = config.FETCH_PRIVATE_HOSTS.split(',').map((host) => host.trim().toLowerCase());
  const downloader = createDownloader({
    timeoutMs: config.FETCH_TIMEOUT_MS,
    maxBytes: config.UPLOAD_MAX_BYTES,
    privateHosts: new Set(privateHosts.filter((host) => host !== '')),
  });
  return limitPerHost(downloader, { concurrency: config.FETCH_CONCURRENCY });
}

/** The space that a model's vectors lie in, as it is installed. */
export async function installedSpace(card: ModelCard, modelsDir: string): Promise<EmbeddingSpace> {
  const modelRevision = await installedRevision(card, modelsDir);
  return { model: card.name, modelRevision, dimensions: card.dimensions };
}
