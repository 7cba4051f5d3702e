import { folderOf, nameOf } from '../inputs/paths.ts';
import { byColumns, columnMapText, type ColumnMap } from './formats/by-columns.ts';
import { hasColumns, type FileSample, type ManifestFormat, type PublishedIn } from './format.ts';
import { guessedColumns, likelyColumns } from './guess-columns.ts';
import { columnsMissing, formatUnknown, listed } from './manifest-errors.ts';
import { FORMATS } from './registry.ts';

/** From this share of a format's columns on, a file is told what it lacks of it instead of that it is unknown. */
const RESEMBLANCE = 0.6;

/** As `RESEMBLANCE`, of a file that can be read by what its columns are called: many have an address and a caption. */
const CLOSE_RESEMBLANCE = 0.8;

/** What a file shows when it is opened by columns that nobody named. */
export interface Recognised {
  format: ManifestFormat;
  /** What its columns were taken for, as for `--columns`; null where the format is a published one. */
  columns: string | null;
}

/** @throws TrainspotError `manifest-format-unknown` listing the formats */
export function formatByName(formatName: string): ManifestFormat {
  const format = FORMATS.find(({ name }) => name === formatName);
  if (format) return format;
  throw formatUnknown(
    `There is no manifest format '${formatName}'.`,
    FORMATS.map(({ name }) => name),
  );
}

/**
 * The format of a file, by its columns, or by its content where they have no names; of no published one, what its columns
 * mean by what they are called.
 * @param path as its user gave it, for the command that the error holds
 * @throws TrainspotError `manifest-columns-missing` where it lacks some of a format's, `manifest-format-unknown`
 */
export function recognisedFormat(name: string, path: string, look: FileSample): Recognised {
  const format = FORMATS.find((each) => each.recognises(look));
  if (format) return { format, columns: null };
  const { columns } = look;
  const guess = guessedColumns(look);
  const closest = FORMATS.filter((each) => !hasColumns(columns, each.requiredColumns)).toSorted(
    (a, b) => share(columns, b) - share(columns, a),
  )[0];
  if (share(columns, closest) >= (guess ? CLOSE_RESEMBLANCE : RESEMBLANCE)) {
    throw columnsMissing(name, closest, columns);
  }
  if (guess) return { format: byColumns(guess, [], false), columns: columnMapText(guess) };
  throw formatUnknown(
    `The columns of '${name}' are of no known format: ${listed(columns)}.`,
    FORMATS.map(({ title }) => title),
    ' A file of another kind can be read by its columns: --columns url=NAME,caption=NAME.' +
      (columns.length === 0 ? '' : ` Such as: ${commandFor(path, likelyColumns(look))}`),
  );
}

/** A command that reads a file by its columns, to be pasted into a shell. */
function commandFor(path: string, columns: ColumnMap): string {
  const map = shellWord(columnMapText(columns));
  return `npx trainspot index --dataset my-set --manifest ${shellWord(path)} --columns ${map}`;
}

/** One word of a POSIX shell's command. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The datasets that a file of this format may be of: one where only one is published in it, or where the file's
 * name, or else its folder's, tells which.
 */
export function datasetsOf({ publishedIn }: ManifestFormat, path: string): string[] {
  for (const name of [nameOf(path), nameOf(folderOf(path))]) {
    const told = longestNamed(publishedIn, bare(name));
    if (told.length === 1) return told;
  }
  return publishedIn.map(({ dataset }) => dataset);
}

/** The datasets whose longest word in `name` is the longest of all. */
function longestNamed(publishedIn: readonly PublishedIn[], name: string): string[] {
  const lengths = publishedIn.map(({ dataset, words = [] }) =>
    Math.max(
      0,
      ...[dataset, ...words]
        .map(bare)
        .filter((word) => name.includes(word))
        .map((word) => word.length),
    ),
  );
  const longest = Math.max(0, ...lengths);
  return longest === 0
    ? []
    : publishedIn.filter((_, at) => lengths[at] === longest).map(({ dataset }) => dataset);
}

function share(columns: readonly string[], { requiredColumns }: ManifestFormat): number {
  return requiredColumns.filter((column) => columns.includes(column)).length / requiredColumns.length;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
