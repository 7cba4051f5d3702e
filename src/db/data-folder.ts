import { join } from 'node:path';
import { TrainspotError } from '../core/errors.ts';
import { claimFolder, holderOf, type ClaimHolder } from '../runtime/processes/claim.ts';

/** The right of one process to open the embedded database of a data folder. */
export interface DataFolderClaim {
  /** Tells others who want the folder the HTTP address of the server that holds it, and the path of its side door. */
  announce(address: string, sideDoor?: string): Promise<void>;
  release(): Promise<void>;
}

/** What the holder of a data folder says of itself. */
interface Notes {
  /** HTTP address of its server, once announced. */
  address: string | null;
  /** Path of that server's side door; left out where it has none, and by earlier versions. */
  sideDoor?: string;
}

/**
 * Claims a data folder, which is made if need be. A claim ends with `release` or with its process, however that
 * ends; of several processes that ask at once, exactly one gets it.
 * @throws TrainspotError `data-folder-in-use` that names the holder and what to do, or `database-unavailable`
 * when the folder cannot be written.
 */
export async function claimDataFolder(dataDir: string): Promise<DataFolderClaim> {
  try {
    const claim = await claimFolder<Notes>(claimsFolder(dataDir), { address: null }, inUse);
    return {
      announce: (address, sideDoor) => claim.note({ address, sideDoor }),
      release: () => claim.release(),
    };
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
  const holder = await holderOf<Notes>(claimsFolder(dataDir));
  if (holder === null) return null;
  const { address, sideDoor } = holder.notes;
  return { pid: holder.pid, address, sideDoor };
}

function inUse({ pid, elsewhere, notes: { address } }: ClaimHolder<Notes>): TrainspotError {
  const host = elsewhere === null ? '' : ` on ${elsewhere}`;
  const server = address ? `, a server at ${address}` : '';
  return new TrainspotError(
    'data-folder-in-use',
    `The data folder is in use by process ${pid}${host}${server}. Stop it first` +
      `${address ? ', or ask that server' : ''}, or choose another folder with --data, or set DATABASE_URL to a ` +
      'PostgreSQL server, which several processes may share.',
  );
}

function claimsFolder(dataDir: string): string {
  return join(dataDir, 'database.lock');
}
