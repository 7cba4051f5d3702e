import { TrainspotError } from '../../core/errors.ts';
import { RemoteFailure } from '../../net/remote/remote-failure.ts';
import type { ManifestFormat } from './format.ts';

/** The system's messages hold whole paths; these say the same without. */
const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'reading it is not allowed',
  EISDIR: 'it is a folder',
  ENOTDIR: 'it is not in a folder',
  EMFILE: 'too many files are open',
};

/** Columns that a message names. */
const MAX_NAMED = 60;

/** zlib's own: Z_BUF_ERROR where the data end too early, Z_DATA_ERROR where they are wrong. */
const ZLIB_CODE = /^Z_/;

/** @param name of the file or folder, without its path @param cause an error, or what is wrong in words */
export function unreadable(name: string, cause: unknown): TrainspotError {
  const reason = typeof cause === 'string' ? cause : reasonOf(cause);
  return new TrainspotError('manifest-unreadable', `The manifest '${name}' cannot be read: ${reason}.`, {
    cause,
  });
}

export function columnsMissing(
  name: string,
  format: ManifestFormat,
  found: readonly string[],
): TrainspotError {
  const missing = format.requiredColumns.filter((column) => !found.includes(column));
  return new TrainspotError(
    'manifest-columns-missing',
    `The manifest '${name}' lacks ${missing.length} of the ${format.requiredColumns.length} columns of ` +
      `${format.title}: ${missing.join(', ')}. It has: ${listed(found)}.`,
  );
}

/** Names of columns with commas between; of hundreds the first. */
export function listed(columns: readonly string[]): string {
  const more = columns.length - MAX_NAMED;
  return columns.slice(0, MAX_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** The error of a file that breaks off, with the place and what to do. @param rows that were read before */
export function brokenOff(error: unknown, rows: number): unknown {
  if (!(error instanceof TrainspotError) || error.code !== 'manifest-unreadable') return error;
  const before = rows === 1 ? 'The 1 row before that was read.' : `The ${rows} rows before that were read.`;
  return new TrainspotError(
    error.code,
    `${error.message} ${before} Mend the file or fetch it again, and run the same command again: it goes on from there.`,
    { cause: error },
  );
}

/** @param hint what else can be done @param known what there is to choose from */
export function formatUnknown(what: string, known: readonly string[], hint = ''): TrainspotError {
  return new TrainspotError('manifest-format-unknown', `${what} Known are: ${known.join(', ')}.${hint}`);
}

export function otherFormat(name: string, format: ManifestFormat): TrainspotError {
  return new TrainspotError(
    'manifest-format-unknown',
    `The manifest '${name}' is not of the format of the files before it (${format.title}). ` +
      'Index it by itself, or name the format by --format.',
  );
}

function reasonOf(error: unknown): string {
  // Of a file elsewhere: it says itself what is wrong and what to do.
  if (error instanceof RemoteFailure) return error.message.replace(/\.$/, '');
  // What a parser trips over in bytes that are not what they claim; the message would be about the parser.
  if (error instanceof TypeError || error instanceof RangeError) return 'its content is damaged';
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && ZLIB_CODE.test(code)) {
    return code === 'Z_BUF_ERROR' ? 'its gzip data are cut off' : 'its gzip data are damaged';
  }
  if (code !== undefined) return SYSTEM_REASONS[code] ?? `the system says ${code}`;
  return message.replace(/\.$/, '');
}
