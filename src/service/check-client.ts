import { setTimeout } from 'node:timers/promises';
import type { Config } from '../runtime/config.ts';
import { TrainspotError, type ErrorCode } from '../core/errors.ts';
import type { CheckResult, Coverage, NotSearched } from '../api/check-result.ts';
import { dataFolderHolder } from '../db/data-folder.ts';
import type { EvidencePack } from '../evidence/build.ts';
import { sha256Of } from '../evidence/canonical.ts';
import { openService } from './service.ts';
import { configuredDatabase, politeLinkChecker } from './components.ts';

/** A minute's wait each at the most, since rates are counted by the minute. */
const MAX_TRIES = 5;

/** What a command asks, wherever the answer comes from. */
export interface Door {
  check(picture: Uint8Array, datasets: readonly string[]): Promise<CheckResult>;
  /** The evidence of a check that this door has answered. */
  evidence(checkId: string): Promise<Pick<EvidencePack, 'bytes' | 'sha256'>>;
  searched(): Promise<{ coverage: Coverage[]; notSearched: NotSearched[] }>;
  close(): Promise<void>;
}

/**
 * The running server's door where one holds the embedded database (it belongs to one process), else a door of
 * this process's own.
 */
export async function openDoor(config: Config, report: (problem: Error) => void): Promise<Door> {
  const holder = config.DATABASE_URL ? null : await dataFolderHolder(config.DATA_DIR);
  return holder?.address ? serverDoor(holder.address) : ownDoor(config, report);
}

async function ownDoor(config: Config, report: (problem: Error) => void): Promise<Door> {
  const { database } = await configuredDatabase(config);
  const service = await openService(config, database, report);
  return {
    check: (picture, datasets) => service.check(picture, { datasets }),
    async evidence(checkId) {
      const links = politeLinkChecker(config);
      return service.evidence({ checkId }, links).finally(() => links.close());
    },
    searched: async () => service.searched(),
    async close() {
      await service.close();
      await database.close();
    },
  };
}

function serverDoor(address: string): Door {
  return {
    check(picture, datasets) {
      const form = new FormData();
      for (const dataset of datasets) form.append('datasets', dataset);
      form.append('picture', new Blob([new Uint8Array(picture)]));
      return ask(new URL('/v1/checks', address), { method: 'POST', body: form });
    },
    async evidence(checkId) {
      const path = `/v1/checks/${encodeURIComponent(checkId)}/evidence`;
      const bytes = await askBytes(new URL(path, address), { method: 'POST' });
      return { bytes, sha256: sha256Of(bytes) };
    },
    async searched() {
      const { searched, notSearched } = await ask<{ searched: Coverage[]; notSearched: NotSearched[] }>(
        new URL('/v1/datasets', address),
      );
      return { coverage: searched, notSearched };
    },
    close: async () => {},
  };
}

/**
 * Waits as long as the server asks for (Retry-After) while it is overloaded or limits the rate, so that a long
 * list of files comes to its end.
 * @throws TrainspotError with the server's own code and words
 */
export async function ask<Answer>(url: URL, request?: RequestInit): Promise<Answer> {
  return JSON.parse(new TextDecoder().decode(await askBytes(url, request))) as Answer;
}

/** The same, for what is no JSON. */
async function askBytes(url: URL, request?: RequestInit): Promise<Uint8Array> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(url, request).catch(() => null);
    if (!response) {
      throw new TrainspotError('download-failed', `The running server at ${url.origin} does not answer.`);
    }
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    const body = (await response.json()) as { code?: ErrorCode; detail?: string };
    const waitSeconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    if (!(waitSeconds >= 0) || tries === MAX_TRIES) {
      throw new TrainspotError(
        body.code ?? 'overloaded',
        body.detail ?? `The running server at ${url.origin} answered ${response.status}.`,
      );
    }
    await setTimeout(waitSeconds * 1000);
  }
}
