import { ServerGone } from '../db/side-door/enter.ts';
import type { Config } from '../runtime/config.ts';
import { ingestFailure } from '../service/indexing/ingest-failure.ts';
import { mergeSegmentsOf, type MergeRequest } from '../service/indexing/merge-segments.ts';
import { terminalWatch } from './progress.ts';
import { hasGone, type StopWords, untilStopped } from './stoppable.ts';
import { printJson, warn } from './terminal.ts';

const WORDS: StopWords = {
  stopping: 'what was merged stands, and the rest stays as it was',
  late: 'It took too long to stop',
  again: 'run the same command again to merge the rest.',
};

/** Merges segments, and says in how many each index stands then; exit code 1 where it was stopped. */
export async function merge(
  { json = false, ...request }: MergeRequest & { json?: boolean },
  config: Config,
): Promise<void> {
  await untilStopped(config, WORDS, async ({ entered, signal, onTold }) => {
    const watch = json ? null : terminalWatch;
    const summary = await mergeSegmentsOf(request, config, entered.database, { watch, signal });
    if (summary.stopped && hasGone(entered)) throw ingestFailure(new ServerGone(), config);
    if (summary.note !== undefined) warn(`trainspot: ${summary.note}`);
    printJson(summary, 0);
    if (summary.stopped) {
      warn('trainspot: Stopped before the end; run the same command again to merge the rest.');
      process.exitCode = 1;
    }
    onTold();
  });
}
