import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import { configuredFingerprinter } from '../../src/service/components.ts';
import type { Config } from '../../src/runtime/config.ts';
import { openDatabase } from '../../src/db/open.ts';
import { modelCards } from '../../src/models/models.ts';
import { askAll, type Answers } from './ask.ts';
import type { EvalOptions } from './options.ts';
import { startPainters, type Painters } from './paint/painters.ts';
import { galleryOf, type Gallery } from './report/gallery.ts';
import { tableOf, type Table } from './score/table.ts';
import { configFor, folderOfSet, indexRows } from './set/data-folder.ts';
import { setIdentity } from './set/identity.ts';
import { openSet, type EvalRow, type EvalSet } from './set/rows.ts';
import { knownRow, type KnownRow } from './set/twins.ts';
import { openCandidateStage } from './stages/candidates.ts';
import { openEmbeddingStage } from './stages/embedding.ts';
import { openGeometryStage } from './stages/geometry.ts';
import { openModel, type EvalModel } from './stages/models.ts';
import { remembering } from './stages/remembering.ts';
import type { OpenStages } from './stages/stages.ts';

/** All that an evaluation found out. */
export interface Evaluation extends Answers {
  options: EvalOptions;
  /** Model of the pipeline's index. */
  pipelineModel: string;
  rows: number;
  /** Pictures that were edited and asked. */
  asked: number;
  table: Table;
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
    const set = await openSet(options, painters);
    const identity = await setIdentity(options, set.rows, pipelineModel, models[0].sha256);
    const config = await configFor(folderOfSet(data, identity), pipelineModel);
    const compared = models.filter(({ name }) => options.models.includes(name));
    return await evaluateSet(set, config, compared, painters, options, isQuiet);
  } finally {
    await painters.close();
  }
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
  const { database } = await openDatabase({ dataDir: config.DATA_DIR });
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
    const known = (row: EvalRow): Promise<KnownRow> => knownRow(row, stages.service);
    const { outcomes, twins } = await askAll(set.asked, known, stages, painters, options, isQuiet);
    const compared = stages.embedding ? models.map(({ name }) => name) : [];
    return {
      options,
      pipelineModel: config.MODEL,
      rows: set.rows.length,
      asked: set.asked.length,
      table: tableOf(outcomes, options.edits, compared),
      outcomes,
      twins,
      gallery: await galleryOf(outcomes, set, painters, options),
    };
  } finally {
    await Promise.all(opened.map((part) => part.close()));
    await database.close();
  }
}

function rethrow(problem: Error): never {
  throw problem;
}
