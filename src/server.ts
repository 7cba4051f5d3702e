import type { AddressInfo } from 'node:net';
import { TrainspotError } from './core/errors.ts';
import type { Coverage } from './api/check-result.ts';
import { openSideDoor } from './db/side-door/serve.ts';
import { createApp } from './http/app.ts';
import type { Config } from './runtime/config.ts';
import { createStageHistograms } from './runtime/stage-histograms.ts';
import { configuredDatabase, configuredFingerprinter } from './service/components.ts';
import { indexDemo } from './service/indexing/demo.ts';
import type { IngestWatch } from './service/indexing/index-dataset.ts';
import { openTrainspot, type TrainspotSettings } from './service/open-trainspot.ts';

export interface RunningServer {
  address: string;
  /** What it can search at its start. */
  coverage: Coverage[];
  /** Finishes the requests under way, then closes everything. */
  close(): Promise<void>;
}

export interface StartSettings {
  /** Whether to index the demo set, if it is not there yet. */
  demo: boolean;
  watch: IngestWatch;
  /** Told of an index that cannot be opened; the log is, once there is one. */
  report: (problem: Error) => void;
}

/**
 * Starts the service: opens the database, indexes the demo set when asked and not there yet, opens every
 * published index, listens.
 * @throws TrainspotError for what a person can mend: settings, a data folder or a port in use, the database.
 */
export async function startServer(
  config: Config,
  { demo, watch, report: reportStart }: StartSettings,
): Promise<RunningServer> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const fingerprinter = configuredFingerprinter(config, true);
    closers.push(() => fingerprinter.close());
    const { database, announce } = await configuredDatabase(config);
    closers.push(() => database.close());
    const stages = createStageHistograms();
    if (demo) await indexDemo(config, database, { watch, fingerprinter, onStage: stages.onIngestStage });

    let report = reportStart;
    const settings: TrainspotSettings = {
      report: (problem) => report(problem),
      fingerprinter,
      onStage: stages.onCheckStage,
    };
    const trainspot = openTrainspot(config, database, settings);
    closers.push(() => trainspot.close());
    const { coverage } = await trainspot.searched();
    const app = await createApp(config, trainspot, { stages });
    closers.push(() => app.close());
    report = (problem) => app.log.error({ err: problem }, 'an index could not be taken up');

    await app.listen({ host: config.HOST, port: config.PORT }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES' && error.code !== 'EADDRNOTAVAIL')
        throw error;
      throw new TrainspotError(
        'config-invalid',
        `Cannot listen on ${config.HOST}:${config.PORT} (${error.code}). Set PORT or HOST to a free one.`,
      );
    });
    const address = addressOf(config.HOST, app.server.address() as AddressInfo);
    const sideDoor =
      config.DATABASE_URL === undefined ? await openSideDoor(database).catch(noSideDoor(reportStart)) : null;
    // Told first of all that this ends, a command has the time to publish what it has seen.
    if (sideDoor) closers.push(() => sideDoor.close());
    await announce(address, sideDoor?.path);
    return { address, coverage, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const noSideDoor =
  (report: StartSettings['report']) =>
  ({ code }: NodeJS.ErrnoException): null => {
    const where = 'in the folder of temporary files';
    report(new Error(`No socket can be made ${where} (${code}): an ingest beside this will be refused.`));
    return null;
  };

function addressOf(host: string, { port }: AddressInfo): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${port}`;
}
