import { TrainspotError } from '../../core/errors.ts';

/** @param name of the file or folder, without its path @param cause an error, or what is wrong in words */
export function vectorsUnreadable(name: string, cause: unknown): TrainspotError {
  return new TrainspotError(
    'embeddings-unreadable',
    `The embeddings '${name}' cannot be read: ${typeof cause === 'string' ? cause : reasonOf(cause)}.`,
    { cause },
  );
}

/** Files that should belong together do not: nothing of them may be taken, for every row would get another's vector. */
export function unpaired(why: string): TrainspotError {
  return new TrainspotError('embeddings-mismatch', `${why} Nothing was indexed.`);
}

/** The system's messages hold whole paths; its code says the same without. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file or folder';
  return code?.startsWith('E') ? `the system says ${code}` : message.replace(/\.$/, '');
}
