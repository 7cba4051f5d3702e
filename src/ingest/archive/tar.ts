import { Header, Pax, type HeaderData } from 'tar';
import { TAR_EXTENSION_BYTES } from '../../core/bounds.ts';
import type { InputFile, OpenInput } from '../inputs/input.ts';

/** A file in an archive. */
export interface TarMember {
  /** As the archive writes it, folders included. */
  name: string;
  /** Of its first byte, in the archive. */
  offset: number;
  bytes: number;
}

/** An archive whose members are known and can be read in any order; nothing is ever unpacked to the disk. */
export interface OpenTar {
  members: readonly TarMember[];
  /** What ended the list of members early, in words; null where the archive is whole. */
  damage: string | null;
  /** Whether a block closes it. Some writers leave that out; of others the archive breaks off between two members. */
  isClosed: boolean;
  /** A member's bytes, in a buffer of their own. @throws Error where the file has changed and ends before them */
  read(member: TarMember): Promise<Uint8Array>;
  close(): Promise<void>;
}

const BLOCK_BYTES = 512;

/**
 * Opens a tar and lists its files, reading no more than their headers: 512 bytes for each, and some 100 bytes of
 * memory. Members that lie before a damaged place can be read. Anything that is no file (a link, a folder) is no
 * member.
 * @throws as opening it
 */
export async function openTar(input: InputFile): Promise<OpenTar> {
  const file = await input.open();
  try {
    const members: TarMember[] = [];
    const end = await listInto(members, file);
    return {
      members,
      ...end,
      read: ({ offset, bytes }) => readAt(file, offset, bytes),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** @returns how the list ended */
async function listInto(
  members: TarMember[],
  file: OpenInput,
): Promise<Pick<OpenTar, 'damage' | 'isClosed'>> {
  const size = file.byteLength;
  const damaged = (damage: string) => ({ damage, isClosed: false });
  let ofNext: HeaderData | undefined;
  let ofAll: HeaderData | undefined;
  let at = 0;
  while (at + BLOCK_BYTES <= size) {
    const header = headerIn(await readAt(file, at, BLOCK_BYTES), ofNext, ofAll);
    if (header === null) return damaged(`the header at byte ${at} is damaged`);
    if (header.nullBlock) return { damage: null, isClosed: true };
    const bytes = header.size ?? 0;
    const offset = at + BLOCK_BYTES;
    if (offset + bytes > size) return damaged(`it ends within '${header.path}'`);
    at = offset + Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;

    const isExtension = /Header$|^NextFile/.test(header.type);
    if (isExtension && bytes > TAR_EXTENSION_BYTES)
      return damaged(`the header at byte ${offset} has ${bytes} bytes`);
    const text = isExtension ? new TextDecoder().decode(await readAt(file, offset, bytes)) : '';
    if (header.type === 'ExtendedHeader') ofNext = Pax.parse(text, ofNext, false);
    else if (header.type === 'GlobalExtendedHeader') ofAll = Pax.parse(text, ofAll, true);
    else if (header.type === 'NextFileHasLongPath') ofNext = { ...ofNext, path: text.replace(/\0.*/s, '') };
    else if (!isExtension) {
      ofNext = undefined;
      const isFile = /^(Old|Contiguous)?File$/.test(header.type);
      if (isFile && header.path) members.push({ name: header.path, offset, bytes });
    }
  }
  if (members.length === 0) return damaged('it ends without the blocks that close it');
  if (at > size) return damaged(`it ends at byte ${size}, within a block`);
  const isCut = at < size && (await readAt(file, at, size - at)).some((byte) => byte !== 0);
  return isCut ? damaged(`it ends within the header at byte ${at}`) : { damage: null, isClosed: false };
}

/** Null where the block is no header: its checksum tells. */
function headerIn(block: Uint8Array, ofNext?: HeaderData, ofAll?: HeaderData): Header | null {
  try {
    const header = new Header(Buffer.from(block.buffer), 0, ofNext, ofAll);
    return header.cksumValid || header.nullBlock ? header : null;
  } catch {
    return null;
  }
}

function readAt(file: OpenInput, offset: number, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return file.read(offset, bytes, (at) => new Error(`the archive ends at byte ${at}`));
}
