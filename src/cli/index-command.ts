import type { Config } from '../runtime/config.ts';
import { ServerGone, type Entered } from '../db/side-door/enter.ts';
import { commandDatabase } from '../service/command-database.ts';
import { heedStop, type StopWishes } from './heed-stop.ts';
import { indexDataset } from '../service/indexing/index-dataset.ts';
import { countsInWords, type IndexRequest, whyNothing } from '../service/indexing/index-request.ts';
import { ingestFailure } from '../service/indexing/ingest-failure.ts';
import { planOf } from '../service/indexing/ingest-plans.ts';
import { terminalWatch } from './progress.ts';
import { leaveDrawnLine, printJson, warn } from './terminal.ts';

type Request = IndexRequest & { json?: boolean };

/** Takes in what the request names, and says what came of it; exit code 1 where it was stopped or nothing did. */
export async function index(request: Request, config: Config): Promise<void> {
  // Wrong usage is told before anything is opened or made.
  planOf(request);
  const stop = new AbortController();
  const serverEnding = new AbortController();
  let isTold = false;
  const wishes: StopWishes = {
    ask(by) {
      // Ends the line of the progress, or of ^C.
      leaveDrawnLine();
      const why = by === 'key' ? 'Stopping' : 'The running server ends, and this with it';
      warn(`trainspot: ${why}: what was seen is being published. Ctrl-C once more ends at once.`);
      stop.abort();
    },
    end(why) {
      if (isTold) process.exit();
      const what = why === 'late' ? 'Not all could be published in time' : 'Ended at once';
      warn(`trainspot: ${what}; run the same command again to go on from what was published.`);
      process.exit(1);
    },
  };
  const forget = heedStop(wishes, serverEnding.signal);
  try {
    const entered = await commandDatabase(config).catch((error: unknown) => {
      throw ingestFailure(error, config);
    });
    entered.serverEnds.addEventListener('abort', () => {
      // By one that has gone nothing can be published any more.
      if (hasGone(entered)) stop.abort();
      else serverEnding.abort();
    });
    const isDone = (): void => void (isTold = true);
    await indexInto(entered, request, config, stop.signal, isDone).finally(() => entered.database.close());
  } finally {
    forget();
  }
}

/** @param onTold told once the summary is written and the exit code is set */
async function indexInto(
  entered: Entered,
  request: Request,
  config: Config,
  signal: AbortSignal,
  onTold: () => void,
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

function hasGone({ serverEnds }: Entered): boolean {
  return serverEnds.reason instanceof ServerGone;
}
