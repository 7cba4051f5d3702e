/** What the rights of files forbid. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  EACCES: 'this is not allowed to the user who runs the command',
  EPERM: 'the system does not permit this',
  EROFS: 'its file system is read-only',
};

const IN_WORDS: Readonly<Record<string, string>> = {
  ...FORBIDDEN,
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of that path is a file, not a folder',
  EISDIR: 'this is a folder',
  EEXIST: 'this is there already',
  ENOTEMPTY: 'this folder is not empty',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
};

/** Of an error's causes, so many. */
const DEPTH = 6;

/**
 * What the system refused, as a sentence with the path: only for the terminal of who named the path. Null where it is no
 * refusal about a file.
 * @param only those of rights, where the error says the rest by itself
 */
export function systemRefusal(error: unknown, only: 'rights' | 'any'): string | null {
  const words = only === 'rights' ? FORBIDDEN : IN_WORDS;
  let each = error;
  for (let depth = 0; each instanceof Error && depth < DEPTH; depth++) {
    const { code, path } = each as NodeJS.ErrnoException;
    if (code !== undefined && path !== undefined && Object.hasOwn(words, code)) {
      return `${path}: ${words[code]} (${code}).`;
    }
    each = each.cause;
  }
  return null;
}
