import { isUtf8 } from 'node:buffer';
import { Tokenizer, TokenType, type ParsedTokenInfo } from '@streamparser/json';
import type { InputFile } from '../../inputs/input.ts';
import { fileBytes } from './bytes.ts';
import { withoutBareWords } from './json-bare-words.ts';

/** A text or number longer than this, or as much white space, is no part of a manifest. */
const MAX_TOKEN_BYTES = 16 * 1024 * 1024;

/** Lists and objects in one another; a parser holds all that are open. */
const MAX_DEPTH = 100;

/** Bytes that one letter of UTF-8 takes at most. */
const LONGEST_LETTER = 4;

export interface TokenBatch {
  tokens: ParsedTokenInfo[];
  /** Whether some bytes so far were no UTF-8: U+FFFD in a text may then stand for them. */
  damagedText: boolean;
  /** That were read for these. */
  bytes: number;
  /** Lists and objects that are open after them. */
  depth: number;
}

/** Reads JSON as the library does, but whole numbers of any size exactly: those over 53 bits come as bigint. */
export class ExactTokenizer extends Tokenizer {
  protected override parseNumber(text: string): number {
    const number = Number(text);
    const isRounded = Number.isInteger(number) && !Number.isSafeInteger(number) && /^-?\d+$/.test(text);
    // The library hands on whatever this answers; its types know of numbers alone.
    return isRounded ? (BigInt(text) as unknown as number) : number;
  }
}

/**
 * The tokens of a JSON document, gzip or not, in batches. Whether they follow one another as JSON wants is for a
 * `TokenParser` to say.
 * @throws Error where the bytes are no JSON, one token is longer than 16 MiB, or lists and objects lie 100 deep
 */
export async function* jsonTokens(file: InputFile): AsyncGenerator<TokenBatch> {
  const tokenizer = new ExactTokenizer();
  let tokens: ParsedTokenInfo[] = [];
  let [bytes, bytesAtToken, depth, deepest] = [0, 0, 0, 0];
  tokenizer.onToken = (token) => {
    if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET)
      deepest = Math.max(deepest, ++depth);
    else if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET) depth--;
    tokens.push(token);
  };
  for await (const { piece, damagedText } of mended(withoutBareWords(fileBytes(file)))) {
    asJson(bytes, () => tokenizer.write(piece));
    bytes += piece.length;
    if (tokens.length > 0) bytesAtToken = bytes;
    else if (bytes - bytesAtToken > MAX_TOKEN_BYTES) {
      throw new Error(`one text in it is longer than ${MAX_TOKEN_BYTES} bytes, from byte ${bytesAtToken} on`);
    }
    if (deepest > MAX_DEPTH) throw new Error(`it is nested ${deepest} deep, and ${MAX_DEPTH} is the most`);
    yield { tokens, damagedText, bytes: piece.length, depth };
    tokens = [];
  }
  if (bytes === 0) throw new Error('it is empty');
  asJson(bytes, () => tokenizer.end());
  yield { tokens, damagedText: false, bytes: 0, depth };
}

/** Runs `work` on what follows byte `at`; the library's errors become one that says where. */
export function asJson(at: number, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new Error(`its JSON is broken or cut off after byte ${at}`, { cause: error });
  }
}

/** A place in a document: each list that is a value of its outermost object, and what begins each element. */
export interface ListEvents {
  opened: (list: string) => void;
  element: (list: string, token: ParsedTokenInfo) => void;
}

/** Follows a document's tokens, and tells of the lists in its outermost object. */
export function listFollower({ opened, element }: ListEvents): (token: ParsedTokenInfo) => void {
  let [depth, lastText, list] = [0, '', null as string | null];
  return (info) => {
    const { token } = info;
    const opens = token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET;
    if (depth === 1 && token === TokenType.STRING) lastText = String(info.value);
    if (depth === 1 && token === TokenType.LEFT_BRACKET) {
      list = lastText;
      opened(list);
    } else if (depth === 2 && list !== null && (opens || isPlainValue(token))) {
      element(list, info);
    }
    if (opens) depth++;
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth--;
    if (depth === 1 && !opens) list = null;
  };
}

export function isPlainValue(token: TokenType): boolean {
  return [TokenType.STRING, TokenType.NUMBER, TokenType.NULL, TokenType.TRUE, TokenType.FALSE].includes(
    token,
  );
}

/**
 * The bytes in pieces that the tokenizer takes: it gives up at what is no UTF-8, so that is replaced by U+FFFD, and
 * from there on `damagedText` is true. No piece ends inside a letter.
 */
async function* mended(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<{ piece: Buffer; damagedText: boolean }> {
  let rest: Buffer = Buffer.alloc(0);
  let damagedText = false;
  const mend = (bytes: Buffer): Buffer => {
    if (isUtf8(bytes)) return bytes;
    damagedText = true;
    return Buffer.from(bytes.toString('utf8'));
  };
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = wholeLetters(bytes);
    rest = Buffer.from(bytes.subarray(end));
    yield { piece: mend(bytes.subarray(0, end)), damagedText };
  }
  if (rest.length > 0) yield { piece: mend(rest), damagedText };
}

/** How many of the bytes come before a letter that may go on after them. */
function wholeLetters(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= 0 && bytes.length - at < LONGEST_LETTER; at--) {
    if (bytes[at] < 0x80) return bytes.length;
    if (bytes[at] >= 0xc0) return at;
  }
  return bytes.length;
}
