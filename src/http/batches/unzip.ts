import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { isPictureName } from '../../core/picture-name.ts';

/** What a ZIP is unpacked by. */
export interface UnzipTask {
  bytes: Uint8Array<ArrayBuffer>;
  /** Pictures at most, and files of any kind. */
  mostPictures: number;
  mostFiles: number;
  /** Of one picture, and of all of them unpacked. */
  pictureMaxBytes: number;
  maxBytes: number;
}

/** A picture of a ZIP, in memory of its own, or what is wrong with it. */
export type UnzippedPicture = { name: string } & ({ bytes: Uint8Array<ArrayBuffer> } | { why: string });

export type Unzipped =
  | { ok: true; pictures: UnzippedPicture[]; passedOver: number }
  | { ok: false; isTooLarge: boolean; why: string };

class Refused extends Error {
  readonly isTooLarge: boolean;

  constructor(isTooLarge: boolean, why: string) {
    super(why);
    this.isTooLarge = isTooLarge;
  }
}

/** Whether a file says that it is a ZIP: PKWARE's APPNOTE.TXT, 4.3.7, and 4.3.16 for one without files. */
export function isZip(bytes: Uint8Array): boolean {
  const [p, k, a, b] = bytes;
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6));
}

/**
 * Unpacks the pictures of a ZIP, by their names' endings; hidden files and all others are counted. A picture that is damaged or
 * too large is one by itself; a ZIP that is, or holds too much, is refused as a whole. Nothing is unpacked beyond a bound, whatever
 * the ZIP says of itself.
 */
export async function unzip(task: UnzipTask): Promise<Unzipped> {
  const { buffer, byteOffset, length } = task.bytes;
  try {
    const zip = await fromBufferPromise(Buffer.from(buffer, byteOffset, length), {
      lazyEntries: true,
      autoClose: false,
      strictFileNames: false,
    });
    return await picturesOf(zip, task);
  } catch (error) {
    const [isTooLarge, why] =
      error instanceof Refused ? [error.isTooLarge, error.message] : [false, wordsOf(error)];
    return { ok: false, isTooLarge, why };
  }
}

async function picturesOf(zip: ZipFile, task: UnzipTask): Promise<Unzipped> {
  if (zip.entryCount > task.mostFiles) {
    throw new Refused(true, `It has ${zip.entryCount} files; at most ${task.mostFiles} are looked through.`);
  }
  const pictures: UnzippedPicture[] = [];
  let passedOver = 0;
  let room = task.maxBytes;
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    if (!isPictureName(entry.fileName)) {
      passedOver++;
      continue;
    }
    if (pictures.length === task.mostPictures) {
      throw new Refused(true, `It has more than ${task.mostPictures} pictures, the most of one batch.`);
    }
    const picture = await pictureOf(zip, entry, { own: task.pictureMaxBytes, room, of: task.maxBytes });
    // Of a damaged one too: it was unpacked all the same.
    room -= Math.min(room, entry.uncompressedSize);
    pictures.push(picture);
  }
  return { ok: true, pictures, passedOver };
}

async function pictureOf(
  zip: ZipFile,
  entry: Entry,
  { own, room, of }: { own: number; room: number; of: number },
): Promise<UnzippedPicture> {
  const name = entry.fileName;
  const said = entry.uncompressedSize;
  if (said > own)
    return { name, why: `It has ${said} bytes unpacked; a picture may have ${own} (UPLOAD_MAX_BYTES).` };
  if (said > room) {
    throw new Refused(
      true,
      `Its pictures have more than ${of} bytes unpacked, the most of one batch (BATCH_MAX_BYTES).`,
    );
  }
  if (said === 0) return { name, why: 'The file is empty (0 bytes).' };
  if (entry.isEncrypted()) return { name, why: 'It is locked by a password. Pack it without one.' };
  const bytes = new Uint8Array(said);
  let at = 0;
  try {
    // What is larger or smaller than it says is refused by the reader, before more of it is there.
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      bytes.set(chunk as Buffer, at);
      at += (chunk as Buffer).length;
    }
  } catch (error) {
    return { name, why: `It cannot be unpacked: ${wordsOf(error)}` };
  }
  if (crc32(bytes) === entry.crc32) return { name, bytes };
  return { name, why: 'It is damaged: its checksum is another one than the ZIP says.' };
}

/** The reader's own words are of bytes and fields, and name no path. */
function wordsOf(error: unknown): string {
  const { message } = error as Error;
  return `${message.slice(0, 200).replace(/\.$/, '')}.`;
}
