import { inflateSync } from 'node:zlib';
import { brokenFile, tooMuch, type XmpBudget } from './container.ts';

/** Adobe's XMP specification, part 3, 1.1.5. */
export const XMP_KEYWORD = 'XML:com.adobe.xmp';
/** As ImageMagick and those who took it up write profiles of any kind: a name, a length, and hex. */
const RAW_PROFILE = /^Raw profile type (xmp|app1|exif)$/i;
/** A JPEG's segment in such a profile begins as in a JPEG; the others hold Exif. */
export const APP1_XMP = 'http://ns.adobe.com/xap/1.0/\0';
/** A keyword has 79 letters at most (PNG specification, 11.3.3.2). */
const MAX_KEYWORD_BYTES = 79;
/** Hex and its line breaks take a bit more than twice the bytes. */
const HEX = 2.5;

/** An XMP packet in a chunk of text. */
export interface PngPacket {
  bytes: Buffer;
  /** The profile's kind, where it stands in hex; null: as the standard wants it. */
  rawProfile: string | null;
}

/**
 * The packet in a chunk; null where it holds something else.
 * @param type of the chunk @param at its place in the file, for errors
 * @throws TrainspotError `picture-unreadable`
 */
export function packetInText(type: string, data: Buffer, at: number, budget: XmpBudget): PngPacket | null {
  const said = textIn(type, data);
  const rawProfile = RAW_PROFILE.exec(said?.keyword ?? '')?.[1] ?? null;
  if (said === null || (said.keyword !== XMP_KEYWORD && rawProfile === null)) return null;
  if (said.text === null) throw brokenFile('PNG', at);
  const most = rawProfile === null ? budget.left() : Math.ceil(budget.left() * HEX);
  const text = said.isPacked ? unpacked(said.text, at, most) : said.text;
  if (rawProfile === null) return { bytes: taken(text, budget), rawProfile };
  const profile = fromHex(text, at);
  if (rawProfile.toLowerCase() === 'xmp') return { bytes: taken(profile, budget), rawProfile };
  const isXmp = profile.toString('latin1', 0, APP1_XMP.length) === APP1_XMP;
  return isXmp ? { bytes: taken(profile.subarray(APP1_XMP.length), budget), rawProfile } : null;
}

/** What a chunk says in words. */
interface ChunkText {
  keyword: string;
  isPacked: boolean;
  /** Null where the chunk ends before it. */
  text: Buffer | null;
}

/**
 * What stands in a chunk of text; null in others. After the keyword a zTXt has its method of packing, an iTXt two flags,
 * a language, and a translated keyword.
 */
export function textIn(type: string, data: Buffer): ChunkText | null {
  if (type !== 'iTXt' && type !== 'zTXt' && type !== 'tEXt') return null;
  const end = data.subarray(0, MAX_KEYWORD_BYTES + 1).indexOf(0);
  if (end === -1) return null;
  const keyword = data.toString('latin1', 0, end);
  const rest = data.subarray(end + 1);
  if (type === 'tEXt') return { keyword, isPacked: false, text: rest };
  if (type === 'zTXt') return { keyword, isPacked: true, text: rest.subarray(1) };
  const language = rest.indexOf(0, 2);
  const translated = language === -1 ? -1 : rest.indexOf(0, language + 1);
  return { keyword, isPacked: rest[0] === 1, text: translated === -1 ? null : rest.subarray(translated + 1) };
}

/** A raw profile as the content of a tEXt chunk, its packet changed. */
export function rawProfileText(rawProfile: string, packet: string): Buffer {
  const head = rawProfile.toLowerCase() === 'xmp' ? '' : APP1_XMP;
  const bytes = Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(packet)]);
  const hex = bytes.toString('hex').replace(/.{72}/g, '$&\n');
  const length = String(bytes.length).padStart(8);
  return Buffer.from(
    `Raw profile type ${rawProfile}\0\n${rawProfile.toLowerCase()}\n${length}\n${hex}\n`,
    'latin1',
  );
}

function taken(bytes: Buffer, budget: XmpBudget): Buffer {
  budget.take(bytes);
  return bytes;
}

function unpacked(packed: Buffer, at: number, most: number): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: most });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw brokenFile('PNG', at);
    throw tooMuch(`XMP that unpacks to more than ${most} bytes`, most);
  }
}

/** A line break, the profile's name, its length, and its bytes in hex. */
function fromHex(text: Buffer, at: number): Buffer {
  const nameEnd = text.indexOf('\n', 1);
  const lengthEnd = nameEnd === -1 ? -1 : text.indexOf('\n', nameEnd + 1);
  if (text[0] !== 0x0a || lengthEnd === -1) throw brokenFile('PNG', at);
  const length = Number(text.toString('latin1', nameEnd + 1, lengthEnd));
  const bytes = Buffer.from(text.toString('latin1', lengthEnd + 1).replace(/\s/g, ''), 'hex');
  // Hex stops at the first letter that is none.
  if (bytes.length !== length) throw brokenFile('PNG', at);
  return bytes;
}
