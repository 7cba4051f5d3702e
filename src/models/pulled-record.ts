import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { TrainspotError } from '../core/errors.ts';
import type { ModelCard } from '../core/model-card.ts';
import { hasCode } from '../core/system-error.ts';
import { replaceWhole } from './whole-file.ts';

const PulledFile = Type.Object({
  /** Of the bytes that came with the first pull; every later one must bring the same. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  bytes: Type.Integer({ minimum: 0 }),
  /** Address of the repository, or of the folder, it came from. */
  from: Type.String(),
  /** ISO 8601, UTC. */
  pulledAt: Type.String(),
  /** The commit, where the hub names it; else the card's revision. */
  revision: Type.String(),
});

const Record = Type.Record(Type.String(), PulledFile);

export type PulledFile = Static<typeof PulledFile>;

/** What was pulled, by the file's path inside the model. It lies beside the files as `pulled.json`. */
export type PulledRecord = Static<typeof Record>;

/**
 * The record of a model's folder; null where nothing was ever pulled to the end.
 * @throws TrainspotError `model-file-mismatch` where it cannot be read as one.
 */
export async function readRecord(card: ModelCard, folder: string): Promise<PulledRecord | null> {
  try {
    return Value.Parse(Record, JSON.parse(await readFile(join(folder, 'pulled.json'), 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw new TrainspotError(
      'model-file-mismatch',
      `pulled.json of ${card.name} cannot be read. Run: npx trainspot models remove ${card.name}, then pull again.`,
      { cause: error },
    );
  }
}

/** Replaces the record as a whole: a cut of the power leaves the old one or the new one. */
export function writeRecord(folder: string, record: PulledRecord): Promise<void> {
  return replaceWhole(join(folder, 'pulled.json'), `${JSON.stringify(record, null, 2)}\n`);
}
