import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModelCard, ModelFile } from '../core/model-card.ts';
import { findSha256 } from '../runtime/sha256.ts';
import { addressFile } from './address-source.ts';
import { openFolderFile } from './folder-source.ts';
import { hubFile } from './hub-source.ts';
import { onDisk } from './on-disk.ts';
import { withPullLock } from './pull-lock.ts';
import { readRecord, writeRecord, type PulledFile, type PulledRecord } from './pulled-record.ts';
import { type HubSource, type ModelSource, NoSuchFile, type SourceFile } from './source.ts';
import { fileMismatch, modelFolder, verifyModelFiles } from './store.ts';
import { transfer } from './transfer.ts';
import { openWebFile } from './web-file.ts';

/** Told of every chunk; `totalBytes` is null where the source does not say. */
type PullProgress = (file: string, receivedBytes: number, totalBytes: number | null) => void;

/** Which halves of a model are here now. */
interface Pulled {
  /** False for a model without a text tower, and for a source that has none of it: pictures are read all the same. */
  readsWords: boolean;
}

/**
 * Brings a model's files, and those of its text tower, into its folder of `modelsDir`. Each must have the sha256 of the card, else the one
 * recorded at the first pull, else the one its source states; where nobody knows one, this pull records it.
 * Files that are there and whole are not brought again, but a source that now states other bytes is an error.
 * After a cut, the same call goes on where it stopped. Files appear under their names only when they are whole
 * and checked, and the record (`pulled.json`) of each tower after its last. A bundled model is only verified.
 * @throws TrainspotError `download-failed` (refused, broken off, disk, another pull under way),
 * `model-file-mismatch`, or `usage` for a source that cannot have the model
 */
export async function pullModel(
  card: ModelCard,
  modelsDir: string,
  source: ModelSource,
  onProgress: PullProgress = () => {},
): Promise<Pulled> {
  if (card.repository === null) {
    await verifyModelFiles(card, modelsDir);
    return { readsWords: card.text !== null };
  }
  const folder = modelFolder(card, modelsDir);
  await onDisk(() => mkdir(folder, { recursive: true }));
  return withPullLock(card, folder, async () => {
    const pull: Pull = { card, folder, source, onProgress };
    await pullFiles(pull, card.files);
    return { readsWords: await pullTextTower(pull) };
  });
}

/** Whether it is here. A source without it is none of a fault, unless it was pulled before. */
async function pullTextTower(pull: Pull): Promise<boolean> {
  const { text } = pull.card;
  if (text === null) return false;
  try {
    await pullFiles(pull, text.files);
    return true;
  } catch (error) {
    const record = (await readRecord(pull.card, pull.folder)) ?? {};
    if (error instanceof NoSuchFile && record[text.textFile] === undefined) return false;
    throw error;
  }
}

/** Records them once all of them are there. */
async function pullFiles(pull: Pull, files: readonly ModelFile[]): Promise<void> {
  const known = (await readRecord(pull.card, pull.folder)) ?? {};
  const record: PulledRecord = { ...known };
  for (const file of files) record[file.path] = await pullFile(pull, file, known[file.path]);
  await onDisk(() => writeRecord(pull.folder, record));
}

interface Pull {
  card: ModelCard;
  folder: string;
  source: ModelSource;
  onProgress: PullProgress;
}

async function pullFile(
  { card, folder, source, onProgress }: Pull,
  file: ModelFile,
  known: PulledFile | undefined,
): Promise<PulledFile> {
  const { path } = file;
  const target = join(folder, path);
  await onDisk(() => mkdir(dirname(target), { recursive: true }));
  const { brought, sha256, stated } = await transfer({
    openFile: (offset, signal) => openFile(source, card, path, offset, signal),
    partPath: `${target}.part`,
    expected: file.sha256 ?? known?.sha256 ?? null,
    present: await findSha256(target),
    mismatch: (expected, actual) => fileMismatch(card, path, expected, actual),
    advice: 'endpoint' in source ? elsewhere(source) : '',
    onBytes: (receivedBytes, totalBytes) => onProgress(path, receivedBytes, totalBytes),
  });
  if (brought) await onDisk(() => rename(`${target}.part`, target));
  if (known) return known;
  const { size } = await stat(target);
  const { from, revision } = stated;
  return { sha256, bytes: size, from, pulledAt: new Date().toISOString(), revision };
}

function openFile(
  source: ModelSource,
  card: ModelCard,
  path: string,
  offset: number,
  signal: AbortSignal,
): Promise<SourceFile> {
  if ('folder' in source) return openFolderFile(source, card, path);
  const file = 'address' in source ? addressFile(source, card, path) : hubFile(source, card, path);
  return openWebFile(file, offset, signal);
}

function elsewhere({ endpoint }: HubSource): string {
  return (
    ` Asked was ${new URL(endpoint).host}: set HF_ENDPOINT to a mirror that can be reached from here (and HF_TOKEN where ` +
    'it wants a token), or take the files from a folder by --from DIR.'
  );
}
