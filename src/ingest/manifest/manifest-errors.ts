import { TrainspotError } from '../../core/errors.ts';
import type { ManifestFormat } from './format.ts';

/** The system's messages hold whole paths; these say the same without. */
const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'reading it is not allowed',
  EISDIR: 'it is a folder',
  ENOTDIR: 'it is not in a folder',
  EMFILE: 'too many files are open',
};

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
      `${format.title}: ${missing.join(', ')}. It has: ${found.join(', ')}.`,
  );
}

export function formatUnknown(what: string, known: readonly string[]): TrainspotError {
  return new TrainspotError('manifest-format-unknown', `${what} Known are: ${known.join(', ')}.`);
}

function reasonOf(error: unknown): string {
  // What a parser trips over in bytes that are not what they claim; the message would be about the parser.
  if (error instanceof TypeError || error instanceof RangeError) return 'its content is damaged';
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined) return SYSTEM_REASONS[code] ?? `the system says ${code}`;
  return message.replace(/\.$/, '');
}
