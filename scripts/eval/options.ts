import { parseArgs } from 'node:util';
import { chosenEdits } from './edits/registry.ts';
import type { Edit } from './edits/edit.ts';

/** The stages that can be looked at alone; `pipeline` is the whole check. */
export const STAGES = ['pipeline', 'candidates', 'pdq', 'embedding', 'geometry'] as const;
export type Stage = (typeof STAGES)[number];

export interface EvalOptions {
  /** Folder of pictures; null where only drawn ones are used. */
  pictures: string | null;
  /** Illustrations and line drawings to draw and use like pictures of the folder. */
  drawn: number;
  /** Pictures that are edited and asked, chosen by the seed; all when null. Every picture is a row. */
  sample: number | null;
  edits: readonly Edit[];
  /** Names of model cards, or folders; the first card is the pipeline's. */
  models: readonly string[];
  /** Drawn rows beside the pictures'. */
  distractors: number;
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
      drawn: { type: 'string', default: '0' },
      sample: { type: 'string' },
      edits: { type: 'string', default: 'all' },
      model: { type: 'string', default: 'pocket' },
      distractors: { type: 'string', default: '0' },
      'distractor-dir': { type: 'string' },
      stage: { type: 'string', default: 'all' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: 'eval-report' },
      data: { type: 'string' },
    },
  });
  const drawn = wholeNumber('drawn', values.drawn);
  if (values.pictures === undefined && drawn === 0) {
    throw new Error('There is nothing to ask: give --pictures DIR, --drawn N, or both.');
  }
  return {
    pictures: values.pictures ?? null,
    drawn,
    sample: values.sample === undefined ? null : wholeNumber('sample', values.sample),
    edits: chosenEdits(values.edits),
    models: values.model.split(',').map((name) => name.trim()),
    distractors: wholeNumber('distractors', values.distractors),
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

function chosenStages(wanted: string): readonly Stage[] {
  if (wanted === 'all') return STAGES;
  return wanted.split(',').map((name) => {
    const stage = STAGES.find((known) => known === name.trim());
    if (stage) return stage;
    throw new Error(`--stage is '${wanted}'; it must be all, or of ${STAGES.join(', ')}.`);
  });
}
