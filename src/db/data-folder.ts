import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { TrainspotError } from '../core/errors.ts';
import {
  claimFile,
  createClaim,
  hasCode,
  latestClaim,
  rewriteClaim,
  type Claim,
  type NumberedClaim,
} from './claim-files.ts';
import { isRunning, thisProcess } from './process-identity.ts';

/** The right of one process to open the embedded database of a data folder. */
export interface DataFolderClaim {
  /** Tells others who want the folder the HTTP address of the server that holds it, and the path of its side door. */
  announce(address: string, sideDoor?: string): Promise<void>;
  release(): Promise<void>;
}

/** How often a holder shows that it lives, for those who cannot see its process: another container's. */
const TOUCH_MS = 10_000;
const DEAD_AFTER_MS = 60_000;

/**
 * Claims a data folder, which is made if need be. A claim ends with `release` or with its process, however that
 * ends; of several processes that ask at once, exactly one gets it.
 * @throws TrainspotError `data-folder-in-use` that names the holder and what to do, or `database-unavailable`
 * when the folder cannot be written.
 */
export async function claimDataFolder(dataDir: string): Promise<DataFolderClaim> {
  const folder = claimsFolder(dataDir);
  const claim: Claim = { process: thisProcess(), address: null, released: false };
  try {
    await mkdir(folder, { recursive: true });
    for (;;) {
      const latest = await latestClaim(folder);
      if (latest && isHeld(latest)) throw inUse(latest);
      const number = (latest?.number ?? 0) + 1;
      if (await createClaim(folder, number, claim)) return hold(folder, number, claim);
    }
  } catch (error) {
    if (error instanceof TrainspotError) throw error;
    throw new TrainspotError(
      'database-unavailable',
      `The data folder cannot be used (${(error as NodeJS.ErrnoException).code}). It must be writable and on a ` +
        'file system with hard links: choose another one with --data or DATA_DIR.',
      { cause: error },
    );
  }
}

/** The process that holds a data folder. */
export interface DataFolderHolder {
  pid: number;
  /** Of its server, if it announced one. */
  address: string | null;
  /** Path of that server's side door. */
  sideDoor?: string;
}

/** The process that holds a data folder; null when it is free. */
export async function dataFolderHolder(dataDir: string): Promise<DataFolderHolder | null> {
  const latest = await latestClaim(claimsFolder(dataDir));
  if (!latest || !isHeld(latest)) return null;
  const { process, address, sideDoor } = latest;
  return { pid: process.pid, address, sideDoor };
}

function hold(folder: string, number: number, first: Claim): DataFolderClaim {
  let claim = first;
  async function change(changes: Partial<Claim>): Promise<void> {
    claim = { ...claim, ...changes };
    await rewriteClaim(folder, number, claim);
  }
  const touching = setInterval(() => {
    const now = new Date();
    // A folder that was removed under us has nothing left to protect.
    utimes(claimFile(folder, number), now, now).catch(() => {});
  }, TOUCH_MS).unref();
  return {
    announce: (address, sideDoor) => change({ address, sideDoor }),
    async release() {
      clearInterval(touching);
      await change({ released: true }).catch((error) => {
        if (!hasCode(error, 'ENOENT')) throw error;
      });
    },
  };
}

function isHeld({ process, released, untouchedMs }: NumberedClaim): boolean {
  return !released && (isRunning(process) ?? untouchedMs < DEAD_AFTER_MS);
}

function inUse({ process, address }: NumberedClaim): TrainspotError {
  const elsewhere = isRunning(process) === null ? ` on ${process.place.split(' ')[0]}` : '';
  const server = address ? `, a server at ${address}` : '';
  return new TrainspotError(
    'data-folder-in-use',
    `The data folder is in use by process ${process.pid}${elsewhere}${server}. Stop it first` +
      `${address ? ', or ask that server' : ''}, or choose another folder with --data, or set DATABASE_URL to a ` +
      'PostgreSQL server, which several processes may share.',
  );
}

function claimsFolder(dataDir: string): string {
  return join(dataDir, 'database.lock');
}
