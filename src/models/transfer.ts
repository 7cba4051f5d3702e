import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { TrainspotError } from '../core/errors.ts';
import { repeat } from '../core/repeat.ts';
import { hasCode } from '../core/system-error.ts';
import { hashFile } from '../runtime/sha256.ts';
import { onDisk } from './on-disk.ts';
import type { SourceFile } from './source.ts';

const FIRST_DELAY_MS = 250;
/** Tries in a row that bring nothing new; the delays between them add up to 3.75 s. */
const MAX_FRUITLESS_TRIES = 5;
/** A source that sends nothing for so long is given up and asked anew. */
const IDLE_TIMEOUT_MS = 60_000;

/** What to bring, and what is known of it beforehand. */
interface TransferInput {
  /** Opens the file at an offset; the signal ends the request and the reading. */
  openFile: (offset: number, signal: AbortSignal) => Promise<SourceFile>;
  /** Where the bytes gather; what an earlier run left there is continued if it can be checked. */
  partPath: string;
  /** sha256 that the file must have; null where it is not known: then the source's word is taken, if it has one. */
  expected: string | null;
  /** sha256 of the file that is there already; null where there is none. */
  present: string | null;
  /** Makes the error for a file of another sha256. */
  mismatch: (expected: string, actual: string) => TrainspotError;
  /** What else can be done where the source does not answer; empty where there is nothing. */
  advice: string;
  /** Called with the bytes that lie in `partPath`, as often as some come. */
  onBytes: (receivedBytes: number, totalBytes: number | null) => void;
}

/** A file that lies in `partPath`, checked, or that is `present` already, as its source confirms. */
interface Transferred {
  brought: boolean;
  /** Of the whole file. */
  sha256: string;
  stated: SourceFile;
}

/**
 * Brings a file to `partPath`, complete, checked, and synced to the disk. A connection that breaks is taken up
 * where it broke: the whole can be checked if its sha256 is known from anywhere, and the parts fit if the
 * source's version word is still the same; otherwise the file is begun anew.
 * @throws TrainspotError `mismatch`'s own, or `download-failed` when the source refuses, when several tries in
 * a row bring nothing, or when the disk does not take the bytes.
 */
export async function transfer(input: TransferInput): Promise<Transferred> {
  const begun: Begun = { version: null };
  let most = await sizeOf(input.partPath);
  let fruitless = 0;
  const waitAfter = async (failure: unknown): Promise<number | null> => {
    if (failure instanceof TrainspotError) return null;
    const received = await sizeOf(input.partPath);
    fruitless = received > most ? 0 : fruitless + 1;
    most = Math.max(most, received);
    if (fruitless === MAX_FRUITLESS_TRIES) throw givenUp(failure, input.advice);
    return FIRST_DELAY_MS * 2 ** Math.max(0, fruitless - 1);
  };
  return repeat(
    () => withIdleLimit((signal, onLife) => transferOnce(input, begun, signal, onLife)),
    waitAfter,
    delay,
  );
}

/** What the tries of one transfer hand on. */
interface Begun {
  /** The source's version word when the bytes in the part came; null before any did. */
  version: string | null;
}

/** @throws TrainspotError where trying again is of no use; any other error where it may be. */
async function transferOnce(
  input: TransferInput,
  begun: Begun,
  signal: AbortSignal,
  onLife: () => void,
): Promise<Transferred> {
  const { partPath, present } = input;
  const stated = await input.openFile(await sizeOf(partPath), signal);
  const expected = input.expected ?? stated.sha256;
  if (expected && stated.sha256 && stated.sha256 !== expected) throw input.mismatch(expected, stated.sha256);
  if (stated.sha256 && stated.sha256 === present) return { brought: false, sha256: present, stated };

  const continues = stated.offset > 0;
  const unchanged = begun.version !== null && begun.version === stated.version;
  begun.version = stated.version;
  if (continues && !expected && !unchanged) {
    await rm(partPath);
    throw new Error('what came before cannot be checked');
  }
  await receive(stated, partPath, (receivedBytes) => {
    onLife();
    input.onBytes(receivedBytes, stated.totalBytes);
  });
  const { sha256 } = await hashFile(partPath);
  if (sha256 === (expected ?? sha256)) return { brought: true, sha256, stated };
  await rm(partPath);
  if (continues) throw new Error('what came before belongs to another file');
  throw input.mismatch(expected ?? sha256, sha256);
}

/** Runs `work` with a signal that is raised when `onLife` was not called for a minute, and when it ends. */
async function withIdleLimit<Result>(
  work: (signal: AbortSignal, onLife: () => void) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const idle = setTimeout(() => {
    controller.abort(new Error(`no bytes for ${IDLE_TIMEOUT_MS / 1000} s`));
  }, IDLE_TIMEOUT_MS);
  try {
    return await work(controller.signal, () => idle.refresh());
  } finally {
    clearTimeout(idle);
    // Ends a body that nobody reads.
    controller.abort();
  }
}

async function receive(
  stated: SourceFile,
  partPath: string,
  onBytes: (receivedBytes: number) => void,
): Promise<void> {
  const held = await sizeOf(partPath);
  if (stated.offset > held) throw new Error(`the answer begins at byte ${stated.offset}, not at ${held}`);
  const file = await onDisk(() => open(partPath, 'a'));
  try {
    await onDisk(() => file.truncate(stated.offset));
    let received = stated.offset;
    onBytes(received);
    for await (const chunk of stated.body) {
      await onDisk(() => file.appendFile(chunk));
      received += chunk.length;
      onBytes(received);
    }
    if (stated.totalBytes !== null && received !== stated.totalBytes) {
      throw new Error(`${received} of ${stated.totalBytes} bytes came`);
    }
    await onDisk(() => file.sync());
  } finally {
    await file.close();
  }
}

function givenUp(error: unknown, advice: string): TrainspotError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException).code;
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  return new TrainspotError(
    'download-failed',
    `The download failed ${MAX_FRUITLESS_TRIES} times in a row (${reason}). ` +
      `What has come is kept: run the same command again to go on.${advice}`,
    { cause: error },
  );
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
