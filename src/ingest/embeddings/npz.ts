import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { foreignContent, headOf } from '../archive/foreign.ts';
import { NPZ_ARRAYS } from '../../core/bounds.ts';
import { vectorsUnreadable } from './embeddings-errors.ts';
import type { ByteSource } from './npy.ts';

/**
 * One array of an .npz file of numpy's, which is a zip of .npy files, stored or deflated. Its checksum is compared
 * at its end.
 * @param key the array's name, such as `b32_img`
 * @throws TrainspotError `embeddings-unreadable`, which names the arrays there are where `key` is none of them
 */
export async function npzSource(path: string, key: string): Promise<ByteSource> {
  const name = basename(path);
  try {
    return await withZip(path, async (zip) => {
      const entries = await entriesOf(zip);
      const entry = entries.find(({ fileName }) => fileName === `${key}.npy`);
      if (!entry) {
        const keys = entries.map(({ fileName }) => fileName.replace(/\.npy$/, '')).join(', ');
        throw new Error(`it has no array '${key}', but ${keys || 'none at all'}`);
      }
      return {
        name: `${name} (${key})`,
        byteLength: entry.uncompressedSize,
        chunks: () => chunksOf(path, entry),
      };
    });
  } catch (error) {
    const head = await headOf(path).catch(() => new Uint8Array());
    throw vectorsUnreadable(name, foreignContent(head, { unpacks: ['zip'], isText: false }) ?? error);
  }
}

async function* chunksOf(path: string, entry: Entry): AsyncGenerator<Uint8Array> {
  const zip = await openZip(path);
  try {
    let checksum = 0;
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      checksum = crc32(chunk as Buffer, checksum);
      yield chunk as Buffer;
    }
    if (checksum !== entry.crc32) {
      throw new Error(`the checksum of ${entry.fileName} is ${checksum}, and should be ${entry.crc32}`);
    }
  } finally {
    zip.close();
  }
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    entries.push(entry);
    if (entries.length > NPZ_ARRAYS) {
      throw new Error(`it has ${zip.entryCount} files, and ${NPZ_ARRAYS} are read at most`);
    }
  }
  return entries;
}

async function withZip<T>(path: string, use: (zip: ZipFile) => Promise<T>): Promise<T> {
  const zip = await openZip(path);
  try {
    return await use(zip);
  } finally {
    zip.close();
  }
}

function openZip(path: string): Promise<ZipFile> {
  return openPromise(path, { lazyEntries: true, autoClose: false });
}
