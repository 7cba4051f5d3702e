import { Histogram } from 'prom-client';
import type { CheckStage, IngestStage, OnStage } from './stages.ts';

/** From a statement of the database to the decoding of the largest picture that is taken. */
const CHECK_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** From the hashes of a picture to a segment of 100,000 rows. */
const INGEST_BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300];

/** How long the stages of this process's checks and ingests took, for Prometheus. */
export interface StageHistograms {
  onCheckStage: OnStage<CheckStage>;
  onIngestStage: OnStage<IngestStage>;
  /** For the registry of whoever serves them; they are in none. */
  histograms: readonly Histogram[];
}

export function createStageHistograms(): StageHistograms {
  const check = new Histogram({
    name: 'trainspot_check_stage_seconds',
    help: 'Time that each stage of a check took. Stages of one check run at once.',
    labelNames: ['stage', 'index'],
    buckets: CHECK_BUCKETS,
    registers: [],
  });
  const ingest = new Histogram({
    name: 'trainspot_ingest_stage_seconds',
    help: 'Time that each stage of this process’s own ingests took. Stages run at once.',
    labelNames: ['stage'],
    buckets: INGEST_BUCKETS,
    registers: [],
  });
  return {
    onCheckStage: (stage, seconds, index) =>
      check.observe(index === undefined ? { stage } : { stage, index }, seconds),
    onIngestStage: (stage, seconds) => ingest.observe({ stage }, seconds),
    histograms: [check, ingest],
  };
}
