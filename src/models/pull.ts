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
import type { HubSource, ModelSource, SourceFile } from './source.ts';
import { fileMismatch, modelFolder, verifyModelFiles } from './store.ts';
import { transfer } from './transfer.ts';
import { openWebFile } from './web-file.ts';

/** Told of every chunk; `totalBytes` is null where the source does not say. */
type PullProgress = (file: string, receivedBytes: number, totalBytes: number | null) => void;

/**
 * Brings a model's files into its folder of `modelsDir`. Each must have the sha256 of the card, else the one
 * recorded at the first pull, else the one its source states; where nobody knows one, this pull records it.
 * Files that are there and whole are not brought again, but a source that now states other bytes is an error.
 * After a cut, the same call goes on where it stopped. Files appear under their names only when they are whole
 * and checked, and the record (`pulled.json`) last. A bundled model is only verified.
 * @throws TrainspotError `download-failed` (refused, broken off, disk, another pull under way),
 * `model-file-mismatch`, or `usage` for a source that cannot have the model
 */
export async function pullModel(
  card: ModelCard,
  modelsDir: string,
  source: ModelSource,
  onProgress: PullProgress = () => {},
): Promise<void> {
  if (card.repository === null) {
    await verifyModelFiles(card, modelsDir);
    return;
  }
  const folder = modelFolder(card, modelsDir);
  await onDisk(() => mkdir(folder, { recursive: true }));
  await withPullLock(card, folder, async () => {
    const known = (await readRecord(card, folder)) ?? {};
    const record: PulledRecord = { ...known };
    for (const file of card.files) {
      record[file.path] = await pullFile({ card, folder, source, onProgress }, file, known[file.path]);
    }
    await onDisk(() => writeRecord(folder, record));
  });
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
