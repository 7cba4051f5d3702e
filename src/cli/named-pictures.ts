import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pictureFromFile, pictureFromUrl } from '../check/receive/picture.ts';
import { joinChunks } from '../core/bytes.ts';
import { isPictureName } from '../core/picture-name.ts';
import { counted } from '../core/words/counts.ts';
import { TrainspotError } from '../core/errors.ts';
import { typedAddress } from '../core/typed-address.ts';
import type { Downloader } from '../net/download.ts';
import { systemRefusal } from './system-refusal.ts';

/** A picture that is to be checked, and how its bytes are had. */
export interface NamedPicture {
  /** As it was named, or its path below the folder that was. */
  name: string;
  /** @throws TrainspotError saying what is wrong with this one */
  read: () => Promise<Uint8Array>;
}

export interface PictureReading {
  maxBytes: number;
  /** Asked for the way out to the web once an address is named. */
  downloader: () => Downloader;
  stdin: Readable;
  /** Told of each folder how many pictures it holds and what was passed over. */
  report: (line: string) => void;
}

const ADDRESS = /^https?:\/\//i;

const inOrder = new Intl.Collator('en', { numeric: true }).compare;

/**
 * The pictures that words of a command name: files, folders with all below them, addresses, and `-` for standard input.
 * Links to folders are not followed, so that no folder is looked into twice.
 * @throws TrainspotError `usage` where standard input is named twice
 */
export async function namedPictures(
  words: readonly string[],
  reading: PictureReading,
): Promise<NamedPicture[]> {
  if (words.filter((word) => word === '-').length > 1) {
    throw new TrainspotError('usage', 'Standard input (-) holds one picture; it was named twice.');
  }
  const all: NamedPicture[] = [];
  for (const word of words) all.push(...(await picturesAt(word, reading)));
  return all;
}

async function picturesAt(word: string, reading: PictureReading): Promise<NamedPicture[]> {
  const { maxBytes, downloader, stdin, report } = reading;
  if (word === '-') return [{ name: word, read: () => pictureFromStream(stdin, maxBytes) }];
  if (ADDRESS.test(word)) {
    return [{ name: word, read: () => pictureFromUrl(downloader(), typedAddress(word)) }];
  }
  const found = await stat(word).catch(() => null);
  if (!found?.isDirectory()) return [fileAt(word, maxBytes)];
  const { files, others, unread } = await filesBelow(word);
  const passed = others === 0 ? '' : `; ${counted(others, 'other file')} passed over`;
  report(`${word}: ${counted(files.length, 'picture')}${passed}.`);
  if (files.length === 0 && unread.length === 0) unread.push(failing(word, `${word} holds no picture.`));
  return [...files.map((file) => fileAt(file, maxBytes)), ...unread];
}

function fileAt(path: string, maxBytes: number): NamedPicture {
  const read = (): Promise<Uint8Array> =>
    pictureFromFile(path, maxBytes).catch((cause: unknown) => {
      const refusal = systemRefusal(cause, 'any');
      throw refusal === null ? cause : new TrainspotError('picture-unreadable', refusal, { cause });
    });
  return { name: path, read };
}

function failing(name: string, why: string): NamedPicture {
  return { name, read: () => Promise.reject(new TrainspotError('picture-missing', why)) };
}

async function filesBelow(top: string): Promise<{ files: string[]; others: number; unread: NamedPicture[] }> {
  const files: string[] = [];
  const unread: NamedPicture[] = [];
  let others = 0;
  const folders = [top];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    try {
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) folders.push(path);
        else if (isPictureName(entry.name) && (await isFile(path))) {
          files.push(path);
        } else others++;
      }
    } catch (error) {
      unread.push(failing(folder, systemRefusal(error, 'any') ?? `${folder} cannot be read.`));
    }
  }
  return { files: files.toSorted(inOrder), others, unread };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}

async function pictureFromStream(stream: Readable, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new TrainspotError(
        'picture-too-large',
        `Standard input has more than ${maxBytes} bytes, and no more are taken (UPLOAD_MAX_BYTES).`,
      );
    }
    chunks.push(chunk);
  }
  if (length === 0) throw new TrainspotError('picture-empty', 'Standard input is empty (0 bytes).');
  return joinChunks(chunks, length);
}
