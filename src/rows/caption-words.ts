import { TrainspotError } from '../core/errors.ts';
import type { WantedWords } from '../db/word-query.ts';

const LONGEST = 500;
const MAX_TERMS = 20;
/** What begins with one letter is a tenth of all words. In a script of syllables or ideas one is a word. */
const SHORTEST_BEGINNING = 2;

/**
 * Reads what a caption should say: words, `"an exact phrase"`, and beginnings of words, `rutkow*`. A quotation mark
 * without its other half is none.
 * @throws TrainspotError `lookup-invalid`
 */
export function readCaptionWords(text: string): WantedWords {
  if (text.length > LONGEST) {
    throw invalid(`'caption' has ${text.length} characters; ${LONGEST} are taken.`);
  }
  const words: string[] = [];
  const phrases: string[] = [];
  const beginnings: string[] = [];
  // A byte order mark is white space to JavaScript, and nothing that anybody sees to who pasted it.
  const seen = text.replaceAll('\0', ' ').replaceAll('\ufeff', '');
  for (const [term, phrase] of seen.matchAll(/"([^"]*)"|[^\s"]+/g)) {
    if (phrase !== undefined) {
      if (phrase.trim() !== '') phrases.push(phrase);
    } else if (term.endsWith('*') && /[\p{L}\p{M}\p{N}]/u.test(term)) beginnings.push(beginning(term));
    else words.push(term);
  }
  const terms = words.length + phrases.length + beginnings.length;
  if (terms === 0) throw nothing();
  if (terms > MAX_TERMS) {
    throw invalid(`'caption' has ${terms} words, phrases and beginnings; ${MAX_TERMS} are taken.`);
  }
  return { words, phrases, beginnings };
}

/** Said where punctuation is all that was given. */
export function nothing(): TrainspotError {
  return invalid(`'caption' has no word to look for.`);
}

function beginning(term: string): string {
  const text = term
    .slice(0, -1)
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC');
  if (!/^[\p{L}\p{M}\p{N}]+$/u.test(text)) {
    throw invalid(`'${term.slice(0, 60)}' in 'caption': before the * stand letters and digits alone.`);
  }
  const isShort = /^[\p{ASCII}\p{Script=Latin}]+$/u.test(text) && text.length < SHORTEST_BEGINNING;
  if (isShort) {
    throw invalid(
      `'${term}' in 'caption' has ${text.length} letter; a beginning has ${SHORTEST_BEGINNING} at least.`,
    );
  }
  return text;
}

function invalid(message: string): TrainspotError {
  return new TrainspotError('lookup-invalid', message);
}
