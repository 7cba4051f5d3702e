import { TokenParser } from '@streamparser/json';
import type { RefusalReason } from '../../../core/outcome.ts';
import type { RawRecord } from '../format.ts';
import { ExactTokenizer } from './json-tokens.ts';
import { utf8Text } from './lines.ts';

/** A whole number that JSON.parse may round, where it stands as a value; inside a text it does no harm. */
const LONG_NUMBER = /(?:^|[:,[])\s*-?\d{16,}\s*(?:[,}\]]|$)/;

/** Texts, which are passed over, and the bare words that Python's json module writes where a number is none. */
const TEXT_OR_NO_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/gs;

/** What JSON has for these words: no value, and a number beyond all. */
const AS_JSON: Readonly<Record<string, string>> = { NaN: 'null', Infinity: '1e999', '-Infinity': '-1e999' };

/**
 * The object in one record's bytes, or why there is none. Whole numbers of any size come exactly; NaN, which Python writes
 * where a number is missing, comes as null.
 */
export function objectIn(bytes: Buffer): RawRecord | RefusalReason {
  const text = utf8Text(bytes);
  if (text === null) return 'bad-encoding';
  const value = parsed(text.replace(/^\ufeff/, ''));
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : 'malformed';
}

/** The value of a JSON text, or undefined where it is none. */
function parsed(text: string): unknown {
  const strict = parsedStrictly(text);
  if (strict !== undefined || !/NaN|Infinity/.test(text)) return strict;
  return parsedStrictly(text.replaceAll(TEXT_OR_NO_NUMBER, (word) => AS_JSON[word] ?? word));
}

function parsedStrictly(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return LONG_NUMBER.test(text) ? parsedExactly(text) : value;
  } catch {
    return undefined;
  }
}

function parsedExactly(text: string): unknown {
  let value: unknown;
  const tokenizer = new ExactTokenizer();
  const parser = new TokenParser({ paths: ['$'] });
  tokenizer.onToken = (token) => parser.write(token);
  parser.onValue = (found) => {
    value = found.value;
  };
  tokenizer.write(text);
  return value;
}
