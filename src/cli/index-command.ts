import type { Config } from '../runtime/config.ts';
import { ServerGone } from '../db/side-door/enter.ts';
import { indexDataset } from '../service/indexing/index-dataset.ts';
import { countsInWords, type IndexRequest, whyNothing } from '../service/indexing/index-request.ts';
import { ingestFailure } from '../service/indexing/ingest-failure.ts';
import { planOf } from '../service/indexing/ingest-plans.ts';
import { terminalWatch } from './progress.ts';
import { hasGone, type StoppableWork, type StopWords, untilStopped } from './stoppable.ts';
import { printJson, warn } from './terminal.ts';

type Request = IndexRequest & { json?: boolean };

const WORDS: StopWords = {
  stopping: 'what was seen is being published',
  late: 'Not all could be published in time',
  again: 'run the same command again to go on from what was published.',
};

/** Takes in what the request names, and says what came of it; exit code 1 where it was stopped or nothing did. */
export async function index(request: Request, config: Config): Promise<void> {
  // Wrong usage is told before anything is opened or made.
  planOf(request);
  await untilStopped(config, WORDS, (given) => indexInto(given, request, config));
}

async function indexInto(
  { entered, signal, onTold }: StoppableWork,
  request: Request,
  config: Config,
): Promise<void> {
  const summary = await indexDataset(request, config, entered.database, {
    watch: request.json ? null : terminalWatch,
    signal,
  });
  // Stopped before it had a question left to ask.
  if (summary.stopped && hasGone(entered)) throw ingestFailure(new ServerGone(), config);
  if (!request.json) warn(`${countsInWords(summary)}, in ${summary.seconds.toFixed(1)} s`);
  for (const place of request.json ? [] : summary.refusedRows) warn(`refused: ${place}`);
  if (summary.note !== undefined) warn(`trainspot: ${summary.note}`);
  printJson(summary, 0);
  const nothing = whyNothing(summary);
  if (summary.stopped) warn('trainspot: Stopped before the end; run the same command again to go on.');
  else if (nothing !== null) warn(`trainspot: ${nothing}`);
  if (summary.stopped || nothing !== null) process.exitCode = 1;
  onTold();
}
