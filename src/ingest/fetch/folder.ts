import { constants } from 'node:fs';
import { access, open, realpath, stat } from 'node:fs/promises';
import { basename, extname, join, sep } from 'node:path';
import { TrainspotError } from '../../core/errors.ts';
import { parseUrl } from '../../core/parse-url.ts';
import type { ManifestRow } from '../../core/dataset.ts';
import { hasCode } from '../../core/system-error.ts';
import { readExactly } from '../../runtime/read-exactly.ts';
import type { FetchedPicture, PictureSource } from './picture-source.ts';

/** What img2dataset can write. */
const ENDINGS = ['.jpg', '.png', '.webp'];

/** Nothing of a file that may not be what it looks like: no link at its end, no waiting for a pipe's other side. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Pictures that lie in a folder. A row that names its file (img2dataset's SHARD/KEY) has that one, in the shard's
 * own folder or straight in `dir`; any other row has the file named like the last segment of its address,
 * percent-decoded. Nothing outside the folder is ever read: not by `..`, not by a link.
 * @throws TrainspotError `usage` where `dir` is no folder, or one that may not be read
 */
export async function picturesInFolder(dir: string, maxBytes: number): Promise<PictureSource> {
  const root = await folderAt(dir);
  return {
    async fetch(row) {
      for (const name of fileNames(row)) {
        const picture = await readInside(root, name, maxBytes);
        if (picture) return picture;
      }
      return { failed: 'not-in-folder' };
    },
  };
}

async function folderAt(dir: string): Promise<string> {
  try {
    const root = await realpath(dir);
    if ((await stat(root)).isDirectory()) {
      await access(root, constants.R_OK | constants.X_OK);
      return root;
    }
  } catch (cause) {
    if (isForbidden(cause)) {
      throw new TrainspotError('usage', `The folder of pictures '${basename(dir)}' may not be read.`, {
        cause,
      });
    }
    // Said below, without the system's path.
  }
  throw new TrainspotError(
    'usage',
    `There is no folder of pictures '${basename(dir)}'; give one that is there.`,
  );
}

/** Where the row's picture may lie, relative to the folder, likeliest first. */
export function fileNames(row: ManifestRow): string[] {
  if (row.pictureFile === null) return lastSegments(row.url).filter(isPlainName);
  const segments = row.pictureFile.split('/');
  if (!segments.every(isPlainName)) return [];
  const key = segments[segments.length - 1];
  const endings = extname(key) === '' ? ENDINGS : [''];
  return [segments.join('/'), key].flatMap((name) => endings.map((ending) => name + ending));
}

/** Decoded, and as it stands: some tools save `a%20b.jpg` under just that name. */
function lastSegments(url: string): string[] {
  const pathname = parseUrl(url)?.pathname ?? '';
  const segment = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    return [...new Set([decodeURIComponent(segment), segment])];
  } catch {
    return [segment];
  }
}

function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name);
}

/** Null where there is no such file. */
async function readInside(root: string, name: string, maxBytes: number): Promise<FetchedPicture | null> {
  let path: string;
  try {
    path = await realpath(join(root, name));
  } catch (error) {
    return isForbidden(error) ? { failed: 'unreadable' } : null;
  }
  const inside = root.endsWith(sep) ? root : root + sep;
  if (!path.startsWith(inside)) return { failed: 'outside-folder' };
  try {
    return await readFile(path, maxBytes);
  } catch {
    return { failed: 'unreadable' };
  }
}

function isForbidden(error: unknown): boolean {
  return hasCode(error, 'EACCES', 'EPERM');
}

async function readFile(path: string, maxBytes: number): Promise<FetchedPicture | null> {
  const handle = await open(path, OPEN_FLAGS);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return null;
    if (stats.size > maxBytes) return { failed: 'too-large' };
    const shorter = (at: number): Error => new Error(`it ended at byte ${at} while it was read`);
    return { bytes: await readExactly(handle, 0, stats.size, shorter) };
  } finally {
    await handle.close();
  }
}
