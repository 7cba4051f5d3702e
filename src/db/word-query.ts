import type { Database } from './database.ts';

/** What a caption or an author must say, all of it. */
export interface WantedWords {
  words: readonly string[];
  phrases: readonly string[];
  /** Beginnings of words: letters, marks and digits alone. */
  beginnings: readonly string[];
}

/** The same, as the database is asked. */
export interface WordQuery {
  /** A tsquery for the index of words: every row that says what is wanted answers to it. */
  ofIndex: string;
  /** Whether every row that answers to it says what is wanted. */
  isExact: boolean;
  /** A tsquery for what is written with spaces; null where nothing of that is wanted. */
  spaced: string | null;
  /** What must stand in the text: parts of runs of letters without spaces. */
  runs: readonly string[];
  /** Likewise: runs and words side by side. */
  passages: readonly string[];
}

/** A text as the functions of migration 000015 take it apart. */
interface Apart {
  /** What is written with spaces. */
  spaced: string;
  /** Runs of letters without spaces, one space between two; empty where there are none. */
  runs: string;
  /** Words and runs, one space before and behind each. */
  passage: string;
}

/** A part of a tsquery: a text, and the function that reads it. */
type Part = readonly [
  reader: 'plainto_tsquery' | 'phraseto_tsquery' | 'to_tsquery' | 'as it is',
  text: string,
];

/** What a word, a phrase or a beginning asks for. */
interface Term {
  ofIndex: readonly Part[];
  isExact: boolean;
  spaced: readonly Part[];
  /** In a text that has runs. */
  sought: string | null;
}

/** What nobody sees stands within words. */
const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}\p{Cf}]+/u;

/** The query for what is wanted, or null where that is nothing: punctuation alone has no word. */
export async function wordQuery(
  database: Database,
  { words, phrases, beginnings }: WantedWords,
): Promise<WordQuery | null> {
  // A run ends at punctuation. What is written with spaces is read as a whole: addresses are words too.
  const pieces = words.flatMap((word) => (isAscii(word) ? [] : word.split(BETWEEN_WORDS)));
  const [all, ...texts] = await takeApart(database, [words.join(' '), ...pieces, ...phrases, ...beginnings]);
  const terms = [
    { ofIndex: [plain(all.spaced)], isExact: true, spaced: [plain(all.spaced)], sought: null },
    ...texts.map((text, i) => {
      if (i < pieces.length) return pieceTerm(text);
      return i < pieces.length + phrases.length ? phraseTerm(text) : beginningTerm(text);
    }),
  ];
  const [ofIndex, spaced] = await readParts(
    database,
    terms.flatMap((term) => term.ofIndex),
    terms.flatMap((term) => term.spaced),
  );
  if (ofIndex === null) return null;
  const sought = terms.map((term) => term.sought).filter((text) => text !== null);
  return {
    ofIndex,
    isExact: terms.every(({ isExact }) => isExact),
    spaced,
    runs: sought.filter((text) => !text.includes(' ')),
    passages: sought.filter((text) => text.includes(' ')),
  };
}

function pieceTerm({ runs, passage }: Apart): Term {
  if (runs === '') return { ofIndex: [], isExact: true, spaced: [], sought: null };
  return runsTerm({ runs, passage }, [], ' ');
}

function phraseTerm({ spaced, runs, passage }: Apart): Term {
  if (runs !== '') return runsTerm({ runs, passage }, [plain(spaced)], ' ');
  return { ofIndex: [plain(spaced)], isExact: false, spaced: [['phraseto_tsquery', spaced]], sought: null };
}

function beginningTerm({ runs, passage }: Apart): Term {
  const all = runs.split(' ');
  const words = passage
    .trim()
    .split(' ')
    .filter((word) => !all.includes(word));
  // Any run has more before and behind it than is asked for.
  const isOfWord = passage.trimEnd().endsWith(words.at(-1) ?? ' ');
  const whole = isOfWord ? words.slice(0, -1) : words;
  const parts = [plain(whole.join(' ')), ...words.slice(whole.length).map(beginningOf)];
  if (runs === '') return { ofIndex: parts, isExact: true, spaced: parts, sought: null };
  return runsTerm({ runs, passage }, parts, '');
}

/** @param end behind a word at the end */
function runsTerm({ runs, passage }: Omit<Apart, 'spaced'>, more: readonly Part[], end: '' | ' '): Term {
  const all = runs.split(' ');
  const words = passage.trim().split(' ');
  const sought = `${words[0] === all[0] ? '' : ' '}${words.join(' ')}${words.at(-1) === all.at(-1) ? '' : end}`;
  return {
    ofIndex: [...all.map((run): Part => ['as it is', lettersOf(run)]), ...more],
    isExact: Array.from(sought).length <= 2 && !sought.includes(' '),
    // Though the text is sought too: what the words of an address are depends on all of it.
    spaced: more,
    sought,
  };
}

/** As the index has them: every two side by side, or the one there is. */
function lettersOf(run: string): string {
  const letters = Array.from(run);
  const pairs = letters.slice(1).map((letter, i) => `'${letters[i]}${letter}'`);
  return pairs.join(' & ') || `'${run}'`;
}

function plain(text: string): Part {
  return ['plainto_tsquery', text];
}

/** The function knows operators, and so is given letters and digits alone. */
function beginningOf(word: string): Part {
  return ['to_tsquery', `'${word.replace(/[^\p{L}\p{M}\p{N}]/gu, '')}':*`];
}

async function takeApart(database: Database, texts: readonly string[]): Promise<Apart[]> {
  if (texts.every(isAscii))
    return texts.map((text) => ({ spaced: text, runs: '', passage: text.toLowerCase() }));
  return database.query<Apart>(
    `select spaced_part(folded) as spaced, unspaced_runs(folded) as runs, caption_passage(folded) as passage
     from (
       select folded_caption(text) as folded, place
       from unnest($1::text[]) with ordinality as given (text, place)
       offset 0
     ) as texts
     order by place`,
    [texts],
  );
}

/** Each list as one tsquery, or null where it has no word. */
async function readParts(
  database: Database,
  ...lists: readonly (readonly Part[])[]
): Promise<(string | null)[]> {
  const texts: string[] = [];
  const sql = (parts: readonly Part[]): string =>
    parts
      .map(([reader, text]) => {
        const given = `$${texts.push(text)}::text`;
        return reader === 'as it is' ? `${given}::tsquery` : `${reader}('simple', ${given})`;
      })
      .join(' && ') || `''::tsquery`;
  const rows = await database.query<{ query: string; nodes: number }>(
    lists
      .map((parts) => `select q::text as query, numnode(q) as nodes from (select ${sql(parts)} as q) as read`)
      .join(' union all '),
    texts,
  );
  return rows.map(({ query, nodes }) => (nodes === 0 ? null : query));
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}
