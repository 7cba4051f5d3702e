import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../core/system-error.ts';
import type { ProcessIdentity } from './process-identity.ts';

/*
 * Claims are files 1.json, 2.json, … in one folder, and the greatest number counts. A claim is never taken away
 * from the top: it is released by saying so in the file, and overtaken by the next number. So of all who saw that
 * number n holds nothing any more, exactly one can create n + 1, and whoever comes late sees a greater number.
 * (With one file, removed and made again, a slow process could remove the claim of a faster one.)
 */

/** What is kept of a holder, beside what it says of itself. */
interface Held {
  process: ProcessIdentity;
  released: boolean;
}

export type Claim<Notes> = Notes & Held;

export type NumberedClaim<Notes> = Claim<Notes> & {
  number: number;
  /** Milliseconds since the holder last touched it. */
  untouchedMs: number;
};

/** The claim with the greatest number, or null when there is none yet. */
export async function latestClaim<Notes>(folder: string): Promise<NumberedClaim<Notes> | null> {
  for (;;) {
    const number = Math.max(0, ...(await claimNumbers(folder)));
    if (number === 0) return null;
    const file = claimFile(folder, number);
    try {
      const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
      return { ...parseClaim<Notes>(text), number, untouchedMs: Date.now() - mtimeMs };
    } catch (error) {
      // Overtaken and removed since the folder was listed.
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
}

/** Creates claim `number`, complete from the first moment; false when it was overtaken. */
export async function createClaim(folder: string, number: number, claim: object): Promise<boolean> {
  const draft = await writeDraft(folder, claim);
  try {
    await link(draft, claimFile(folder, number));
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft);
  }
  // A number that was there, overtaken and removed, can be created again: then a greater one exists.
  const numbers = await claimNumbers(folder);
  const overtaken = numbers.some((other) => other > number);
  const obsolete = overtaken ? [number] : numbers.filter((other) => other < number);
  await Promise.all(obsolete.map((other) => rm(claimFile(folder, other), { force: true })));
  return !overtaken;
}

/** Replaces what a claim says, in one step. */
export async function rewriteClaim(folder: string, number: number, claim: object): Promise<void> {
  await rename(await writeDraft(folder, claim), claimFile(folder, number));
}

export function claimFile(folder: string, number: number): string {
  return join(folder, `${number}.json`);
}

function parseClaim<Notes>(text: string): Claim<Notes> {
  try {
    return JSON.parse(text) as Claim<Notes>;
  } catch {
    // A claim is complete before it has its name, so only a machine that lost its power leaves such a file.
    const held: Held = { process: { pid: 0, started: null, place: '' }, released: true };
    return held as Claim<Notes>;
  }
}

async function claimNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((error) =>
    hasCode(error, 'ENOENT') ? [] : Promise.reject(error),
  );
  return names.map((name) => Number(/^(\d+)\.json$/.exec(name)?.[1])).filter(Number.isInteger);
}

async function writeDraft(folder: string, claim: object): Promise<string> {
  const draft = join(folder, `${randomUUID()}.draft`);
  await writeFile(draft, JSON.stringify(claim));
  return draft;
}
