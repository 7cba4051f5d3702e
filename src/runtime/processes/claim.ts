import { mkdir, utimes } from 'node:fs/promises';
import { hasCode } from '../../core/system-error.ts';
import {
  claimFile,
  createClaim,
  latestClaim,
  rewriteClaim,
  type Claim,
  type NumberedClaim,
} from './claim-files.ts';
import { isRunning, thisProcess } from './process-identity.ts';

/*
 * Ours and not a package's: a lock that is a folder and its age (proper-lockfile) is free only some time after kill -9, can
 * be taken by two who both find it old, and says nothing of who holds it.
 */

/** The right of one process to something that a folder stands for. */
export interface HeldClaim<Notes> {
  /** Tells others more of the holder. */
  note(notes: Partial<Notes>): Promise<void>;
  release(): Promise<void>;
}

/** Who holds a claim, and what it says of itself. */
export interface ClaimHolder<Notes> {
  pid: number;
  /** The host on which it runs, where nobody can tell from here whether it still does; otherwise null. */
  elsewhere: string | null;
  notes: Notes;
}

/** How often a holder shows that it lives, for those who cannot see its process: another container's. */
const TOUCH_MS = 10_000;
const DEAD_AFTER_MS = 60_000;

/**
 * Claims a folder, which is made if need be, and is for claims alone. A claim ends with `release` or with its process,
 * however that ends; of several that ask at once, in one process or in many, exactly one gets it.
 * @param held makes what is thrown where another one has it @throws the system's error where the folder cannot be written
 */
export async function claimFolder<Notes extends object>(
  folder: string,
  notes: Notes,
  held: (holder: ClaimHolder<Notes>) => Error,
): Promise<HeldClaim<Notes>> {
  const claim: Claim<Notes> = { ...notes, process: thisProcess(), released: false };
  await mkdir(folder, { recursive: true });
  for (;;) {
    const latest = await latestClaim<Notes>(folder);
    if (latest && isHeld(latest)) throw held(holderIn(latest));
    const number = (latest?.number ?? 0) + 1;
    if (await createClaim(folder, number, claim)) return hold(folder, number, claim);
  }
}

/** Who holds a folder; null where it is free. */
export async function holderOf<Notes extends object>(folder: string): Promise<ClaimHolder<Notes> | null> {
  const latest = await latestClaim<Notes>(folder);
  return latest && isHeld(latest) ? holderIn(latest) : null;
}

function hold<Notes extends object>(folder: string, number: number, first: Claim<Notes>): HeldClaim<Notes> {
  let claim = first;
  async function change(changes: Partial<Notes> | { released: true }): Promise<void> {
    claim = { ...claim, ...changes };
    await rewriteClaim(folder, number, claim);
  }
  const touching = setInterval(() => {
    const now = new Date();
    // A folder that was removed under us has nothing left to protect.
    utimes(claimFile(folder, number), now, now).catch(() => {});
  }, TOUCH_MS).unref();
  return {
    note: (notes) => change(notes),
    async release() {
      clearInterval(touching);
      await change({ released: true }).catch((error: unknown) => {
        if (!hasCode(error, 'ENOENT')) throw error;
      });
    },
  };
}

function isHeld({ process, released, untouchedMs }: NumberedClaim<object>): boolean {
  return !released && (isRunning(process) ?? untouchedMs < DEAD_AFTER_MS);
}

function holderIn<Notes>(claim: NumberedClaim<Notes>): ClaimHolder<Notes> {
  const { pid, place } = claim.process;
  return { pid, elsewhere: isRunning(claim.process) === null ? place.split(' ')[0] : null, notes: claim };
}
