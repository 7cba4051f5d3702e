import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { PACK_BYTES } from '../core/bounds.ts';
import { readFileHash } from '../core/file-hash.ts';
import { TrainspotError } from '../core/errors.ts';
import type { PackVerification } from '../evidence/verify.ts';
import { print, printJson } from './terminal.ts';
import { saveFile } from './written-file.ts';

interface VerifyOptions {
  sha256?: string;
  json?: boolean;
}

/** Adds `evidence verify`. It opens no database and asks nobody. */
export function addEvidenceCommands(program: Command): void {
  program
    .command('evidence')
    .description('evidence packs, as check --evidence writes them')
    .command('verify')
    .description('check a pack without a network, and name whatever changed')
    .argument('<file>')
    .option('--sha256 <hex>', 'of the whole file, as it was noted elsewhere when the pack was made')
    .option('--json', 'as JSON')
    .action(verify);
}

async function verify(file: string, { sha256, json }: VerifyOptions): Promise<void> {
  const expected = sha256 === undefined ? null : expectedHash(sha256);
  const bytes = await readPack(file);
  const { verifyPack } = await import('../evidence/verify.ts');
  const verification = verifyPack(bytes, expected);
  if (json) printJson(verification);
  else print(inWords(verification));
  if (!verification.isWhole) process.exitCode = 1;
}

async function readPack(file: string): Promise<Uint8Array> {
  const unreadable = (cause: unknown): never => {
    throw new TrainspotError('usage', `${basename(file)} cannot be read. Is it there?`, { cause });
  };
  const found = await stat(file).catch(unreadable);
  // A device has no size, and need not end.
  if (!found.isFile()) throw new TrainspotError('usage', `${basename(file)} is no file, and a pack is one.`);
  const { size } = found;
  if (size > PACK_BYTES) {
    throw new TrainspotError(
      'usage',
      `${basename(file)} has ${size} bytes, and a pack has ${PACK_BYTES} at most.`,
    );
  }
  return readFile(file).catch(unreadable);
}

function expectedHash(text: string): string {
  const read = readFileHash('sha256', text);
  if ('wrong' in read) throw new TrainspotError('usage', `--sha256: ${read.wrong}`);
  return read.hash;
}

function inWords({ isWhole, isAnchored, sha256, manifest, files, findings }: PackVerification): string[] {
  const made = manifest === null ? [] : [`  Made ${manifest.createdAt} by ${manifest.madeBy}.`];
  const verdict = isWhole
    ? `The pack holds: all ${files} files, the events and the archive itself.`
    : `The pack does not hold. ${findings.length === 1 ? 'One thing is' : `${findings.length} things are`} not as it was:`;
  const anchor = isAnchored
    ? '  Compared with the sha256 that was given.'
    : '  Somebody who computed every sum anew would not be found out by this: compare the sha256 with the one noted elsewhere (--sha256).';
  return [verdict, ...findings.map(({ what }) => `  - ${what}`), ...made, `  sha256 ${sha256}`, anchor];
}

/** Writes a pack to `file`. @returns lines that say what to note */
export async function savePack(file: string, bytes: Uint8Array, sha256: string): Promise<string[]> {
  await saveFile(file, bytes);
  return [
    `Evidence: ${file}, ${bytes.length} bytes.`,
    `  sha256 ${sha256}`,
    '  Note it elsewhere today: it is what proves later that the file is this one.',
  ];
}
