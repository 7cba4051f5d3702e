import type { InputFile } from '../inputs/input.ts';

/** Of a file's beginning; more than is before a page's first tag. */
const HEAD_BYTES = 2048;

const FETCH_AGAIN = 'fetch the file itself again, by its download link';

/** How files begin that are packed as a whole. */
const PACKED: readonly [name: string, begins: Buffer][] = [
  ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  ['bzip2', Buffer.from('BZh')],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
  ['zip', Buffer.from('PK\x03\x04')],
  ['gzip', Buffer.from([0x1f, 0x8b])],
];

/**
 * What a file is instead of what its name says, in words and with what to do: a web page, a server's error or a Git LFS
 * pointer that was saved in its place, or something packed. Null where its beginning tells of none of these.
 * @param unpacks names of packings that its reader takes away by itself @param isText whether text is what is wanted
 */
export function foreignContent(
  head: Uint8Array,
  { unpacks = [], isText }: { unpacks?: readonly string[]; isText: boolean },
): string | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
  const packing = PACKED.find(([, begins]) => bytes.subarray(0, begins.length).equals(begins))?.[0];
  if (packing !== undefined && !unpacks.includes(packing))
    return `it is packed with ${packing}; unpack it first`;
  if (isText && bytes.subarray(0, 4).toString('latin1') === 'PAR1') {
    return 'it is a parquet file; give it the ending .parquet';
  }
  const text = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    return 'it is a Git LFS pointer, which stands in the place of the file: run git lfs pull, or fetch the file by its download link';
  }
  // A comment may stand before the first tag.
  const tag =
    /^(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|title|\w[\w:.-]*)[\s>/]/is.exec(
      text,
    )?.[1];
  if (tag !== undefined) {
    if (/^(!doctype|html$|head$|body$|title$)/i.test(tag)) {
      return `it is a web page: what was saved is a log-in, an error or a page about the file; ${FETCH_AGAIN}`;
    }
    const code = /<code>\s*([\w.-]{1,64})\s*<\/code>/i.exec(text)?.[1];
    return tag.toLowerCase() === 'error'
      ? `it is a storage server's error${code === undefined ? '' : ` (${code})`}: see that the file may be read, and ${FETCH_AGAIN}`
      : `it is an XML document; ${FETCH_AGAIN}`;
  }
  if (!isText && /^\{\s*"/.test(text)) return `it is JSON text, such as a server's error; ${FETCH_AGAIN}`;
  return null;
}

/** The beginning of a file. @throws as opening it */
export async function headOf(file: InputFile): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of file.chunks({ start: 0, end: HEAD_BYTES })) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= HEAD_BYTES) break;
  }
  return Buffer.concat(pieces);
}
