import { parseArgs } from 'node:util';
import { chosenEdits, editNamed, UNEDITED } from './edits/registry.ts';
import type { Edit } from './edits/edit.ts';
import { DRAWN_SETS } from './drawn/registry.ts';

/** Drawings that share nothing with one another. */
export const ILLUSTRATIONS = 'illustrations';
const DRAWN_KINDS: readonly string[] = [ILLUSTRATIONS, ...DRAWN_SETS.map(({ name }) => name)];

/** The stages that can be looked at alone; `pipeline` is the whole check. */
export const STAGES = ['pipeline', 'candidates', 'pdq', 'embedding', 'geometry'] as const;
export type Stage = (typeof STAGES)[number];

export interface EvalOptions {
  /** Folder of pictures; null where only others are used. */
  pictures: string | null;
  /** Folders of which every file is another picture than every other, but for the variants that they list. */
  others: readonly string[];
  /** Drawings of each kind of `drawnKinds`, used like pictures of a folder. */
  drawn: number;
  drawnKinds: readonly string[];
  /** Pictures that are edited and asked, chosen by the seed; all when null. Every picture is a row. */
  sample: number | null;
  edits: readonly Edit[];
  /** Names of model cards, or folders; the first card is the pipeline's. */
  models: readonly string[];
  /** Drawn rows beside the pictures'. */
  distractors: number;
  /**
   * Sizes of the index, ascending: every check is asked at each, with as many drawn rows as it takes. Empty where there
   * is the one size that `distractors` makes.
   */
  rows: readonly number[];
  /** Folder of pictures that are further rows, and are never asked. */
  distractorDir: string | null;
  stages: readonly Stage[];
  seed: number;
  /** Folder that the report is written to. */
  out: string;
  /** Folder that keeps what was indexed for the next run; null indexes anew, and keeps nothing. */
  data: string | null;
}

/**
 * The options in a command line.
 * @throws Error that names the option, its value and what is allowed
 */
export function parseOptions(words: readonly string[]): EvalOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      pictures: { type: 'string' },
      others: { type: 'string', multiple: true, default: [] },
      drawn: { type: 'string', default: '0' },
      'drawn-kinds': { type: 'string', default: ILLUSTRATIONS },
      sample: { type: 'string' },
      edits: { type: 'string', default: 'all' },
      model: { type: 'string', default: 'pocket' },
      distractors: { type: 'string' },
      rows: { type: 'string' },
      'distractor-dir': { type: 'string' },
      stage: { type: 'string', default: 'all' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: 'eval-report' },
      data: { type: 'string' },
    },
  });
  const drawn = wholeNumber('drawn', values.drawn);
  const others = values.others.flatMap(listOf);
  if (values.pictures === undefined && others.length === 0 && drawn === 0) {
    throw new Error('There is nothing to ask: give --pictures DIR, --others DIR, --drawn N, or several.');
  }
  if (values.rows !== undefined && values.distractors !== undefined) {
    throw new Error('Give --rows or --distractors, not both: --rows draws as many distractors as it takes.');
  }
  const drawnKinds = chosenKinds(values['drawn-kinds']);
  // Of pictures that are known to differ the first question is whether each is told from the others as it is.
  const isTold = others.length > 0 || drawnKinds.some((kind) => kind !== ILLUSTRATIONS);
  return {
    pictures: values.pictures ?? null,
    others,
    drawn,
    drawnKinds,
    sample: values.sample === undefined ? null : wholeNumber('sample', values.sample),
    edits: isTold ? withUnedited(chosenEdits(values.edits)) : chosenEdits(values.edits),
    models: listOf(values.model),
    distractors: wholeNumber('distractors', values.distractors ?? '0'),
    rows: ascending(listOf(values.rows ?? '').map((size) => wholeNumber('rows', size))),
    distractorDir: values['distractor-dir'] ?? null,
    stages: chosenStages(values.stage),
    seed: wholeNumber('seed', values.seed),
    out: values.out,
    data: values.data ?? null,
  };
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 2 ** 31 - 1) return value;
  throw new Error(`--${option} is '${text}'; it must be a whole number from 0 to 2147483647.`);
}

function withUnedited(edits: readonly Edit[]): readonly Edit[] {
  return edits.some(({ name }) => name === UNEDITED) ? edits : [editNamed(UNEDITED), ...edits];
}

/** Texts with commas between, without what is empty. */
function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function ascending(sizes: readonly number[]): number[] {
  return [...new Set(sizes)].toSorted((a, b) => a - b);
}

function chosenKinds(wanted: string): readonly string[] {
  if (wanted === 'all') return DRAWN_KINDS;
  const unknown = listOf(wanted).find((name) => !DRAWN_KINDS.includes(name));
  if (unknown === undefined) return [...new Set(listOf(wanted))];
  throw new Error(`--drawn-kinds is '${wanted}'; it must be all, or of ${DRAWN_KINDS.join(', ')}.`);
}

function chosenStages(wanted: string): readonly Stage[] {
  if (wanted === 'all') return STAGES;
  return wanted.split(',').map((name) => {
    const stage = STAGES.find((known) => known === name.trim());
    if (stage) return stage;
    throw new Error(`--stage is '${wanted}'; it must be all, or of ${STAGES.join(', ')}.`);
  });
}
