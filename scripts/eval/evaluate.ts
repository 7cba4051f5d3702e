import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import { configuredFingerprinter } from '../../src/service/components.ts';
import type { Config } from '../../src/runtime/config.ts';
import type { SizeCounts } from '../../src/core/measured-counts.ts';
import { openDatabase } from '../../src/db/open.ts';
import { modelCards } from '../../src/models/models.ts';
import { askAll, type Answers } from './ask.ts';
import type { EvalOptions } from './options.ts';
import { startPainters, type Painters } from './paint/painters.ts';
import { galleryOf, type Gallery } from './report/gallery.ts';
import { sizeCounts } from './score/per-check.ts';
import { tableOf, type Table } from './score/table.ts';
import { configFor, folderOfSet, indexRows } from './set/data-folder.ts';
import { setIdentity } from './set/identity.ts';
import type { EvalRow } from './set/row.ts';
import { openSet, type EvalSet } from './set/rows.ts';
import { rowKey } from './set/row-key.ts';
import { knownRow, type KnownRow } from './set/twins.ts';
import { openCandidateStage } from './stages/candidates.ts';
import { openEmbeddingStage } from './stages/embedding.ts';
import { openGeometryStage } from './stages/geometry.ts';
import { openModel, type EvalModel } from './stages/models.ts';
import { remembering } from './stages/remembering.ts';
import type { OpenStages } from './stages/stages.ts';

/** Nobody waits for an answer, and a run of hours must not end because the machine was busy for a moment. */
const ANSWER_MS = 10 * 60_000;

/** All that an evaluation found out; of several sizes of the index all but `sizes` is of the largest. */
export interface Evaluation extends Answers {
  options: EvalOptions;
  /** Model of the pipeline's index. */
  pipelineModel: string;
  rows: number;
  /** Pictures that were edited and asked. */
  asked: number;
  table: Table;
  /** The checks of pictures that are not in the index, at each of its sizes; empty where the whole check was not asked. */
  sizes: SizeCounts[];
  gallery: Gallery;
}

/**
 * Makes the set, indexes it, asks for every edit of every picture, and counts. The same options give the same
 * counts.
 * @param isQuiet draws no progress
 * @throws Error that says which option, picture or model is wrong
 */
export async function evaluate(options: EvalOptions, isQuiet: boolean): Promise<Evaluation> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'trainspot-eval-')));
  try {
    return await evaluateIn(data, options, isQuiet);
  } finally {
    if (options.data === null) await rm(data, { recursive: true, force: true });
  }
}

async function evaluateIn(data: string, options: EvalOptions, isQuiet: boolean): Promise<Evaluation> {
  const pipelineModel =
    options.models.find((name) => modelCards.some((card) => card.name === name)) ?? 'pocket';
  const models: EvalModel[] = [];
  const base = await configFor(data, pipelineModel);
  for (const name of new Set([pipelineModel, ...options.models])) models.push(await openModel(name, base));

  const painters = startPainters(base.WORKER_THREADS);
  try {
    const compared = models.filter(({ name }) => options.models.includes(name));
    const evaluateOne = async (sized: EvalOptions): Promise<Evaluation> => {
      const set = await openSet(sized, painters);
      const identity = await setIdentity(sized, set.rows, pipelineModel, models[0].sha256);
      const config = await configFor(folderOfSet(data, identity), pipelineModel);
      return evaluateSet(set, config, compared, painters, sized, isQuiet);
    };
    const sizes: SizeCounts[] = [];
    const steps = await optionsBySize(options, painters);
    for (const smaller of steps.slice(0, -1)) sizes.push(...(await evaluateOne(smaller)).sizes);
    const largest = await evaluateOne(steps[steps.length - 1]);
    return { ...largest, options, sizes: [...sizes, ...largest.sizes] };
  } finally {
    await painters.close();
  }
}

/**
 * The options of each size of the index, the largest last: there every stage is asked, before it the whole check alone.
 * @throws Error where a size is less than the rows that are there without drawn ones
 */
async function optionsBySize(options: EvalOptions, painters: Painters): Promise<EvalOptions[]> {
  if (options.rows.length === 0) return [options];
  const { rows } = await openSet({ ...options, distractors: 0 }, painters);
  return options.rows.map((size, i) => {
    if (size < rows.length) {
      throw new Error(`--rows is ${size}, and the pictures alone are ${rows.length} rows.`);
    }
    const isLargest = i === options.rows.length - 1;
    const stages = options.stages.filter((stage) => isLargest || stage === 'pipeline');
    return { ...options, distractors: size - rows.length, stages };
  });
}

async function evaluateSet(
  set: EvalSet,
  config: Config,
  models: readonly EvalModel[],
  painters: Painters,
  options: EvalOptions,
  isQuiet: boolean,
): Promise<Evaluation> {
  const { stages: wanted } = options;
  const { database } = await openDatabase({ dataDir: config.DATA_DIR, answerMs: ANSWER_MS });
  const fingerprinter = remembering(configuredFingerprinter(config));
  const opened: { close(): Promise<void> }[] = [fingerprinter];
  const kept = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    opened.push(part);
    return part;
  };
  try {
    await indexRows(set.rows, config, database, fingerprinter, isQuiet);
    const stages: OpenStages = {
      fingerprinter,
      service: kept(openTrainspot(config, database, { report: rethrow, fingerprinter })),
      candidates: wanted.includes('candidates')
        ? kept(await openCandidateStage(config, database, fingerprinter))
        : null,
      embedding: wanted.includes('embedding')
        ? kept(await openEmbeddingStage(set.rows, models, config, isQuiet))
        : null,
      geometry: wanted.includes('geometry')
        ? kept(await openGeometryStage(set.rows, options.seed, config, fingerprinter))
        : null,
    };
    const told = new Set(set.rows.filter(({ variants }) => variants !== null).map(keyOfRow));
    const known = (row: EvalRow): Promise<KnownRow> => knownRow(row, stages.service, told);
    const { outcomes, twins } = await askAll(set.asked, known, stages, painters, options, isQuiet);
    const compared = stages.embedding ? models.map(({ name }) => name) : [];
    const table = tableOf(outcomes, options.edits, compared);
    return {
      options,
      pipelineModel: config.MODEL,
      rows: set.rows.length,
      asked: set.asked.length,
      table,
      sizes: wanted.includes('pipeline') ? [sizeCounts(set.rows.length, outcomes)] : [],
      outcomes,
      twins,
      gallery: await galleryOf(table, outcomes, set, painters, options),
    };
  } finally {
    await Promise.all(opened.map((part) => part.close()));
    await database.close();
  }
}

function keyOfRow({ dataset, name }: EvalRow): string {
  return rowKey(dataset, name);
}

function rethrow(problem: Error): never {
  throw problem;
}
