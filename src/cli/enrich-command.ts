import { ServerGone } from '../db/side-door/enter.ts';
import type { Config } from '../runtime/config.ts';
import { counted } from '../core/words/counts.ts';
import {
  enrichDataset,
  enrichedInWords,
  type EnrichRequest,
  type EnrichSummary,
} from '../service/indexing/enrich-dataset.ts';
import { ingestFailure } from '../service/indexing/ingest-failure.ts';
import { terminalWatch } from './progress.ts';
import { hasGone, type StopWords, untilStopped } from './stoppable.ts';
import { printJson, warn } from './terminal.ts';

const WORDS: StopWords = {
  stopping: 'what was seen is kept',
  late: 'It took too long to stop',
  again: 'run the same command again to go on from what was kept.',
};

/** Looks at the pictures that the request names, and says what came of it; exit code 1 where it was stopped or nothing did. */
export async function enrich(
  { json = false, ...request }: EnrichRequest & { json?: boolean },
  config: Config,
): Promise<void> {
  await untilStopped(config, WORDS, async ({ entered, signal, onTold }) => {
    const watch = json ? null : terminalWatch;
    const summary = await enrichDataset(request, config, entered.database, { watch, signal });
    // Stopped before it had a question left to ask.
    if (summary.stopped && hasGone(entered)) throw ingestFailure(new ServerGone(), config);
    const nothing = whyNothing(summary);
    if (!json) warn(`${enrichedInWords(summary)}, in ${summary.seconds.toFixed(1)} s`);
    if (summary.note !== undefined) warn(`trainspot: ${summary.note}`);
    printJson(summary, 0);
    if (summary.stopped) warn('trainspot: Stopped before the end; run the same command again to go on.');
    else if (nothing !== null) warn(`trainspot: ${nothing}`);
    if (summary.stopped || nothing !== null) process.exitCode = 1;
    onTold();
  });
}

/** Null where some row has fingerprints, by this or from before, or none was left to be looked at. */
function whyNothing({ rows, kept, rowsFingerprinted, failed }: EnrichSummary): string | null {
  if (rows === 0 || kept + rowsFingerprinted > 0) return null;
  const each = Object.entries(failed).map(([reason, count]) => `${reason} ${count}`);
  return `Nothing was seen of ${counted(rows, 'row')}: ${each.join(', ')}.`;
}
