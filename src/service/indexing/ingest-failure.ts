import type { Config } from '../../runtime/config.ts';
import { TrainspotError } from '../../core/errors.ts';
import { ServerGone } from '../../db/side-door/enter.ts';

/**
 * The error of an ingest, with the folder or the server that is at fault and what to do, where it is one of these. Only
 * a command says so: its user named the folder.
 */
export function ingestFailure(
  error: unknown,
  { DATA_DIR, DATABASE_URL }: Pick<Config, 'DATA_DIR' | 'DATABASE_URL'>,
): unknown {
  if (!(error instanceof TrainspotError)) return error;
  const isServer = error.code === 'database-unavailable' && DATABASE_URL !== undefined;
  const isFolder = error.code === 'segment-write-failed' || error.code === 'database-unavailable';
  if (!isServer && !isFolder) return error;
  const mend = isServer
    ? 'See to the database that DATABASE_URL names'
    : error instanceof ServerGone
      ? 'See why, or start it again'
      : `Free some space in the data folder ${DATA_DIR}, or see that it can be written`;
  return new TrainspotError(
    error.code,
    `${error.message} ${mend}; then run the same command again. What was published stands, and it goes on from there.`,
    { cause: error },
  );
}
