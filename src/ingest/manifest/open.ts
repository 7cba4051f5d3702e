import type { ManifestRow } from '../../core/dataset.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { Inputs } from '../inputs/input.ts';
import { localInputs } from '../inputs/local.ts';
import { folderOf } from '../inputs/paths.ts';
import { withHashes } from './add-hashes.ts';
import { refuseForeign } from './containers/refuse-foreign.ts';
import { manifestFiles, type ManifestFile } from './files.ts';
import {
  hasColumns,
  isRefused,
  type AddressHashes,
  type CompanionFormat,
  type FileSample,
  type ManifestFormat,
  type RawRecord,
  type RecordFile,
  type RefusedRow,
} from './format.ts';
import { byColumns, parseColumnMap } from './formats/by-columns.ts';
import { contentOf } from './file-content.ts';
import { brokenOff, columnsMissing, listed, otherFormat } from './manifest-errors.ts';
import { nameableColumns } from './guess-columns.ts';
import { datasetsOf, formatByName, recognisedFormat, shellWord, type Recognised } from './recognise.ts';
import { COMPANIONS, FORMATS } from './registry.ts';
import { rowSource, type RowPart, type RowSource } from './row-source.ts';
import { countUnusable, type UnusableCounts } from './unusable-values.ts';

export interface OpenManifest extends RowSource<ManifestRow> {
  /** The format's name. */
  format: string;
  /** Names of the datasets that it may be of: one where that is told, none where its format tells nothing. */
  datasets: readonly string[];
  /** Folder that holds the manifest and the pictures with it; null where the format carries none. */
  picturesDir: string | null;
  /** What its user should know of how it is read, in words. */
  notes: readonly string[];
}

export interface ManifestReading {
  /** A format's name; recognised unless given. */
  format?: string;
  /** What the columns of a file of no published format mean, such as `url=image_link,caption=alt`. */
  columns?: string;
}

/** Records of a parquet file that are looked at to tell what its columns mean. */
const SAMPLE_RECORDS = 100;

interface Shard extends ManifestFile {
  file: RecordFile;
}

interface Companion extends Shard {
  companion: CompanionFormat;
}

/**
 * Opens a manifest: files, or folders of such files, which are read in the order of the numbers in their names (2
 * before 10), and are all of one format. Every file's columns are checked here, so that nothing breaks off after
 * hours of work. A file of hashes among them (CC12M's) adds to the rows of the others.
 * @param inputs finds the files; of this machine unless given
 * @throws TrainspotError `usage`, `manifest-unreadable`, `manifest-format-unknown`, `manifest-columns-missing`
 */
export async function openManifest(
  paths: string | readonly string[],
  reading: ManifestReading = {},
  inputs: Inputs = localInputs,
): Promise<OpenManifest> {
  const named = namedFormat(reading);
  const shards: Shard[] = [];
  const companions: Companion[] = [];
  for (const each of await manifestFiles([paths].flat(), inputs)) {
    await refuseForeign(each.input, each.container);
    const file = await each.container.open(each.input, named?.requiredColumns);
    const companion = reading.columns === undefined && COMPANIONS.find((known) => known.recognises(file));
    if (companion) companions.push({ ...each, companion, file });
    else shards.push({ ...each, file });
  }
  if (shards.length === 0) throw onlyCompanions(companions[0].companion);
  const filled = shards.filter(({ file }) => file.rowCount !== 0 || file.columns.length > 0);
  const told = named ? { format: named, columns: null } : await recognised(filled[0] ?? shards[0]);
  const { format } = told;
  for (const { input, file } of filled) {
    const { name } = input;
    if (!hasColumns(file.columns, format.requiredColumns)) throw columnsMissing(name, format, file.columns);
    if (!named && told.columns === null && !format.recognises(file)) throw otherFormat(name, format);
  }
  const rowCount = shards.reduce<number | null>(
    (sum, { file }) => (sum === null || file.rowCount === null ? null : sum + file.rowCount),
    0,
  );
  const readAs = JSON.stringify([format.name, columnsOf(format), reading.columns ?? told.columns]);
  const parts =
    companions.length === 0
      ? shards.map((shard) => partOf(shard, format, readAs))
      : [joinedPart(shards, companions, format, readAs)];
  return {
    ...rowSource(rowCount, parts),
    format: format.name,
    datasets: datasetsOfAll(format, shards),
    picturesDir: format.carriesPictures ? folderOf(shards[0].input.path) : null,
    notes: [...readByColumns(told.columns), ...withoutRows(shards)],
  };
}

/** A parquet file shows no values when it is opened; to tell what its columns mean, some are read. */
async function recognised({ input, file }: Shard): Promise<Recognised> {
  const { name, path } = input;
  const told = (look: FileSample): Recognised => recognisedFormat(name, path, look);
  if (file.sample.length > 0 || FORMATS.some((format) => format.recognises(file))) return told(file);
  const sample: RawRecord[] = [];
  for await (const record of file.records(nameableColumns(file))) {
    if (typeof record !== 'string') sample.push(record);
    if (sample.length === SAMPLE_RECORDS) break;
  }
  return told({ columns: file.columns, sample });
}

function readByColumns(columns: string | null): string[] {
  return columns === null
    ? []
    : [
        `Its columns were told by their names: --columns ${shellWord(columns)}. Give --columns where they mean something else.`,
      ];
}

function withoutRows(shards: readonly Shard[]): string[] {
  const empty = shards.filter(({ file }) => file.rowCount === 0).map(({ input }) => `'${input.name}'`);
  return empty.length === 0 ? [] : [`There is no row in ${listed(empty)}.`];
}

/**
 * The name of the manifest's dataset: `given`, or the one that it tells.
 * @throws TrainspotError `usage` with the names to choose from
 */
export function chosenDataset({ datasets, format }: OpenManifest, given?: string): string {
  if (given !== undefined) return given;
  if (datasets.length === 1) return datasets[0];
  throw new TrainspotError(
    'usage',
    datasets.length === 0
      ? `A manifest of the format '${format}' does not say of which dataset it is. Name it: --dataset NAME.`
      : `The manifest may be of ${datasets.join(' or ')}: they have the same columns, and the names of its files ` +
          `do not tell which. Name it: --dataset ${datasets[0]}.`,
  );
}

function namedFormat({ format, columns }: ManifestReading): ManifestFormat | null {
  if (columns === undefined) return format === undefined ? null : formatByName(format);
  if (format === undefined || format === 'generic') return byColumns(parseColumnMap(columns));
  throw new TrainspotError('usage', `--columns describes a file of no published format; leave out --format.`);
}

/** The datasets that all files may be of; one that some files name is the one of all that do not. */
function datasetsOfAll(format: ManifestFormat, shards: readonly Shard[]): string[] {
  const each = shards.map(({ input }) => datasetsOf(format, input.path));
  const told = new Set(each.filter((names) => names.length === 1).flat());
  return told.size > 0 ? [...told] : each[0];
}

function partOf(shard: Shard, format: ManifestFormat, readAs: string): RowPart<ManifestRow> {
  let unusable: UnusableCounts = {};
  return {
    name: shard.input.name,
    content: (signal) => contentOf([shard.input], readAs, signal),
    rows: () => rowsOf(shard, format, (unusable = {})),
    unusable: () => unusable,
  };
}

/** Rows with hashes from other files: any of these may hold the hashes of any of the rows. */
function joinedPart(
  shards: readonly Shard[],
  companions: readonly Companion[],
  format: ManifestFormat,
  readAs: string,
): RowPart<ManifestRow> {
  let unusable: UnusableCounts = {};
  async function* rows(): AsyncGenerator<ManifestRow | RefusedRow> {
    unusable = {};
    for (const shard of shards) yield* rowsOf(shard, format, unusable);
  }
  const files = [...shards, ...companions].map(({ input }) => input);
  return {
    name: `${shards[0].input.name}, with ${files.length - 1} more`,
    content: (signal) => contentOf(files, `${shards.length} of ${readAs}`, signal),
    rows: () => withHashes(rows(), () => hashesOf(companions)),
    unusable: () => unusable,
  };
}

function columnsOf({ requiredColumns, optionalColumns }: ManifestFormat): string[] {
  return [...requiredColumns, ...optionalColumns];
}

async function* rowsOf(
  { input, file }: Shard,
  format: ManifestFormat,
  unusable: UnusableCounts,
): AsyncGenerator<ManifestRow | RefusedRow> {
  let line = 0;
  try {
    for await (const record of file.records(columnsOf(format))) {
      const row =
        typeof record === 'string' ? { refused: record, line } : format.row(record, line, input.name);
      if (typeof record !== 'string' && !isRefused(row)) countUnusable(unusable, format, record, row);
      yield row;
      line++;
    }
  } catch (error) {
    throw brokenOff(error, line);
  }
}

async function* hashesOf(companions: readonly Companion[]): AsyncGenerator<AddressHashes> {
  for (const { companion, file } of companions) {
    for await (const record of file.records(companion.columns)) {
      const hashes = typeof record === 'string' ? null : companion.hashes(record);
      if (hashes !== null) yield hashes;
    }
  }
}

function onlyCompanions({ title }: CompanionFormat): TrainspotError {
  return new TrainspotError(
    'usage',
    `${title} are no manifest: they add to the rows of one. Give both: --manifest ROWS HASHES.`,
  );
}
