import { realpath } from 'node:fs/promises';
import { TrainspotError } from '../../core/errors.ts';
import type { InputFile, Inputs } from '../inputs/input.ts';
import { below, nameOf } from '../inputs/paths.ts';
import type { ManifestContainer } from './format.ts';
import { formatUnknown, unreadable } from './manifest-errors.ts';
import { CONTAINERS } from './registry.ts';

export interface ManifestFile {
  input: InputFile;
  container: ManifestContainer;
}

/** Numbers in names count as numbers: 2 before 10. */
const naturalOrder = new Intl.Collator('en', { numeric: true }).compare;

/**
 * The files that `paths` name, those in folders included, each once and in the order of the numbers in their paths.
 * @throws TrainspotError `manifest-unreadable`, `manifest-format-unknown`; `usage` where two have the same name,
 *   since rows without ids are told apart by their file's name
 */
export async function manifestFiles(paths: readonly string[], inputs: Inputs): Promise<ManifestFile[]> {
  const found = (await Promise.all(paths.map((path) => filesAt(path, inputs)))).flat();
  const byPath = new Map<string, ManifestFile>();
  for (const file of found) {
    const { path } = file.input;
    byPath.set(await realpath(path).catch(() => path), file);
  }
  const files = [...byPath.values()].toSorted((a, b) => naturalOrder(a.input.path, b.input.path));
  const twice = files.find(
    ({ input }, at) => files.findIndex((other) => other.input.name === input.name) !== at,
  );
  if (twice) {
    throw new TrainspotError(
      'usage',
      `Two of the manifest's files are called '${twice.input.name}': rows are told apart by the names of their files. ` +
        'Rename one, or index them as datasets of their own.',
    );
  }
  return files;
}

async function filesAt(path: string, inputs: Inputs): Promise<ManifestFile[]> {
  const name = nameOf(path);
  const names = await namesInFolder(path, name, inputs);
  if (names !== null) {
    return filesInFolder(name, names, (each) => inputs.file(below(path, each)));
  }
  const container = containerOf(name);
  if (container) return [{ input: inputs.file(path), container }];
  throw formatUnknown(`'${name}' is no file that manifests come in, by its ending.`, endings());
}

/** The files of one kind in a folder; which, where there are several kinds, is for the user to say. */
function filesInFolder(
  folderName: string,
  names: readonly string[],
  fileNamed: (name: string) => InputFile,
): ManifestFile[] {
  const files = names.flatMap((name) => {
    const isOther = name.startsWith('.') || belongsToParquet(name, names);
    const container = isOther ? undefined : containerOf(name);
    return container ? [{ input: fileNamed(name), container }] : [];
  });
  if (files.length === 0) {
    throw unreadable(folderName, `the folder holds no file ending in ${endings().join(', ')}`);
  }
  const rows = files.filter(({ container }) => !container.oftenBeside);
  const taken = rows.length > 0 ? rows : files;
  const kinds = [...new Set(taken.map(({ container }) => container.title))];
  if (kinds.length === 1) return taken;
  throw unreadable(
    folderName,
    `the folder holds files of several kinds (${kinds.join(', ')}): name those to read`,
  );
}

/** Whether an archive of img2dataset's holds the pictures of the parquet beside it, whose rows say more. */
function belongsToParquet(name: string, names: readonly string[]): boolean {
  return name.endsWith('.tar') && names.includes(name.replace(/tar$/, 'parquet'));
}

/** Names in a folder; null where `path` is a file. */
async function namesInFolder(path: string, name: string, inputs: Inputs): Promise<string[] | null> {
  try {
    return await inputs.namesIn(path);
  } catch (error) {
    throw unreadable(name, error);
  }
}

function containerOf(fileName: string): ManifestContainer | undefined {
  const lower = fileName.toLowerCase();
  return CONTAINERS.find((container) => container.endings.some((ending) => lower.endsWith(ending)));
}

function endings(): string[] {
  return CONTAINERS.flatMap((container) => container.endings);
}
