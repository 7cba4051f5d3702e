import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ManifestRow } from '../../core/dataset.ts';
import type { ManifestContainer, ManifestFormat, RecordFile, RefusedRow } from './format.ts';
import { columnsMissing, formatUnknown, unreadable } from './manifest-errors.ts';
import { CONTAINERS, FORMATS } from './registry.ts';

export interface OpenManifest {
  /** The format's name. */
  format: string;
  /** Folder that holds the manifest and the pictures with it; null where the format carries none. */
  picturesDir: string | null;
  /** Rows in all files together, the bad ones included; null where only reading to the end would tell. */
  rowCount: number | null;
  /** Every row of every file in order, taken or refused. May be iterated again, from the start. */
  rows(): AsyncIterable<ManifestRow | RefusedRow>;
}

interface Shard {
  path: string;
  name: string;
  file: RecordFile;
}

/** From this share of a format's columns on, a file is told what it lacks of it instead of that it is unknown. */
const RESEMBLANCE = 0.5;

/**
 * Opens a manifest: a file, or a folder of such files, which are read in the order of the numbers in their names
 * (2 before 10). Every file's columns are checked here, so that nothing breaks off after hours of work.
 * @param formatName a format's name; recognised by the columns of the first file unless given
 * @throws TrainspotError `manifest-unreadable`, `manifest-format-unknown`, `manifest-columns-missing`
 */
export async function openManifest(path: string, formatName?: string): Promise<OpenManifest> {
  const named = formatName === undefined ? null : formatByName(formatName);
  const shards: Shard[] = [];
  for (const file of await manifestFiles(path)) {
    shards.push({ path: file.path, name: basename(file.path), file: await file.container.open(file.path) });
  }
  const format = named ?? recognisedFormat(shards[0]);
  for (const { name, file } of shards) {
    if (!hasAll(file.columns, format)) throw columnsMissing(name, format, file.columns);
  }
  return {
    format: format.name,
    picturesDir: format.carriesPictures ? dirname(shards[0].path) : null,
    rowCount: shards.reduce<number | null>(
      (sum, { file }) => (sum === null || file.rowCount === null ? null : sum + file.rowCount),
      0,
    ),
    rows: () => rowsOf(shards, format),
  };
}

async function* rowsOf(
  shards: readonly Shard[],
  format: ManifestFormat,
): AsyncGenerator<ManifestRow | RefusedRow> {
  for (const { name, file } of shards) {
    const optional = format.optionalColumns.filter((column) => file.columns.includes(column));
    let line = 0;
    for await (const record of file.records([...format.requiredColumns, ...optional])) {
      yield format.row(record, line, name);
      line++;
    }
  }
}

async function manifestFiles(path: string): Promise<{ path: string; container: ManifestContainer }[]> {
  const name = basename(path);
  const names = await namesInFolder(path, name);
  if (names === null) {
    const container = containerOf(name);
    if (container) return [{ path, container }];
    throw formatUnknown(`'${name}' is no file that manifests come in, by its ending.`, endings());
  }
  const files = names.flatMap((each) => {
    const container = containerOf(each);
    return container && !belongsToParquet(each, names) ? [{ path: join(path, each), container }] : [];
  });
  if (files.length === 0)
    throw unreadable(name, `the folder holds no file ending in ${endings().join(', ')}`);
  return files;
}

/** Whether an archive of img2dataset's holds the pictures of the parquet beside it, whose rows say more. */
function belongsToParquet(name: string, names: readonly string[]): boolean {
  return name.endsWith('.tar') && names.includes(name.replace(/tar$/, 'parquet'));
}

/** Names in a folder, numbers in them counted as numbers; null where `path` is a file. */
async function namesInFolder(path: string, name: string): Promise<string[] | null> {
  try {
    if (!(await stat(path)).isDirectory()) return null;
    const { compare } = new Intl.Collator('en', { numeric: true });
    return (await readdir(path)).toSorted((a, b) => compare(a, b));
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

function formatByName(formatName: string): ManifestFormat {
  const format = FORMATS.find(({ name }) => name === formatName);
  if (format) return format;
  throw formatUnknown(
    `There is no manifest format '${formatName}'.`,
    FORMATS.map(({ name }) => name),
  );
}

function recognisedFormat({ name, file: { columns } }: Shard): ManifestFormat {
  const format = FORMATS.find((each) => each.recognises(columns));
  if (format) return format;
  const closest = FORMATS.toSorted((a, b) => share(columns, b) - share(columns, a))[0];
  if (share(columns, closest) >= RESEMBLANCE) throw columnsMissing(name, closest, columns);
  throw formatUnknown(
    `The columns of '${name}' are of no known format: ${columns.join(', ')}.`,
    FORMATS.map(({ title }) => title),
  );
}

function hasAll(columns: readonly string[], format: ManifestFormat): boolean {
  return share(columns, format) === 1;
}

function share(columns: readonly string[], { requiredColumns }: ManifestFormat): number {
  return requiredColumns.filter((column) => columns.includes(column)).length / requiredColumns.length;
}
