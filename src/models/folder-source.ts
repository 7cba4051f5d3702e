import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ModelCard } from '../core/model-card.ts';
import { fileChunks, findSha256 } from '../runtime/sha256.ts';
import { type FolderSource, NoSuchFile, type SourceFile } from './source.ts';

/**
 * Opens one file of a model in a local folder.
 * @throws NoSuchFile where the folder holds none.
 */
export async function openFolderFile(
  source: FolderSource,
  card: ModelCard,
  path: string,
): Promise<SourceFile> {
  const file = join(source.folder, path);
  const sha256 = await findSha256(file);
  if (sha256 === null) {
    throw new NoSuchFile(`The folder holds no ${path}, which ${card.name} needs.`);
  }
  return {
    offset: 0,
    totalBytes: (await stat(file)).size,
    sha256,
    version: null,
    revision: card.revision,
    from: pathToFileURL(source.folder).href,
    body: chunksOf(file),
  };
}

/** Opens the file only when the first chunk is asked for: a body that is not wanted leaves nothing open. */
async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  yield* fileChunks(file);
}
