import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { fromRandomAccessReader, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { foreignContent, headOf } from '../archive/foreign.ts';
import { NPZ_ARRAYS } from '../../core/bounds.ts';
import type { InputFile, OpenInput } from '../inputs/input.ts';
import { vectorsUnreadable } from './embeddings-errors.ts';
import type { ByteSource } from './npy.ts';

/**
 * One array of an .npz file of numpy's, which is a zip of .npy files, stored or deflated. Its checksum is compared
 * at its end.
 * @param key the array's name, such as `b32_img`
 * @throws TrainspotError `embeddings-unreadable`, which names the arrays there are where `key` is none of them
 */
export async function npzSource(file: InputFile, key: string): Promise<ByteSource> {
  const { name } = file;
  try {
    return await withZip(file, async (zip) => {
      const entries = await entriesOf(zip);
      const entry = entries.find(({ fileName }) => fileName === `${key}.npy`);
      if (!entry) {
        const keys = entries.map(({ fileName }) => fileName.replace(/\.npy$/, '')).join(', ');
        throw new Error(`it has no array '${key}', but ${keys || 'none at all'}`);
      }
      return {
        name: `${name} (${key})`,
        byteLength: entry.uncompressedSize,
        chunks: () => chunksOf(file, entry),
      };
    });
  } catch (error) {
    const head = await headOf(file).catch(() => new Uint8Array());
    throw vectorsUnreadable(name, foreignContent(head, { unpacks: ['zip'], isText: false }) ?? error);
  }
}

async function* chunksOf(file: InputFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const open = await file.open();
  try {
    const zip = await openZip(file, open);
    let checksum = 0;
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      checksum = crc32(chunk as Buffer, checksum);
      yield chunk as Buffer;
    }
    if (checksum !== entry.crc32) {
      throw new Error(`the checksum of ${entry.fileName} is ${checksum}, and should be ${entry.crc32}`);
    }
  } finally {
    await open.close();
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

async function withZip<T>(file: InputFile, use: (zip: ZipFile) => Promise<T>): Promise<T> {
  const open = await file.open();
  try {
    return await use(await openZip(file, open));
  } finally {
    await open.close();
  }
}

function openZip(file: InputFile, open: OpenInput): Promise<ZipFile> {
  const options = { autoClose: false, lazyEntries: true };
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(new InputReader(file, open), open.byteLength, options, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });
}

/** A file as yauzl reads it: its directory by places, an array from front to back. */
class InputReader extends RandomAccessReader {
  readonly #file: InputFile;
  readonly #open: OpenInput;

  constructor(file: InputFile, open: OpenInput) {
    super();
    this.#file = file;
    this.#open = open;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#file.chunks({ start, end }), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const ended = (at: number): Error => new Error(`it ends at byte ${at}`);
    this.#open.read(position, length, ended).then((bytes) => {
      buffer.set(bytes, offset);
      callback(null);
    }, callback);
  }
}
