import { TrainspotError } from '../core/errors.ts';

/**
 * SQLSTATE classes 08 (connection), 28 (refused log-in), 3D (no such database), 53 (no resources left),
 * 57P (shut down) and 57014 (took longer than allowed); Node's own codes start with E. Source: PostgreSQL's appendix A.
 */
const UNAVAILABLE = /^(08|28|3D|53|57P|57014$|E[A-Z_]+$)/;
/** What `pg` says, without a code, of a connection that is gone or never came, or of a server that is silent. */
const LOST =
  /^(Connection terminated|timeout e|Query read timeout|Client has encountered a connection error)/;

const IN_WORDS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ENOTFOUND: 'there is no such host (ENOTFOUND)',
  '08P01':
    'it refuses a setting of the connection (08P01); PgBouncer must have ignore_startup_parameters = statement_timeout',
  '57014': 'it took longer than is waited for (57014)',
  '53100': 'its disk is full (53100)',
  '28P01': 'it refuses the user name or the password (28P01)',
  '3D000': 'it has no database of that name (3D000)',
};

/** Why the server could not be reached, without anything of its address; null for an error of another kind. */
export function reasonUnavailable(error: unknown): string | null {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && UNAVAILABLE.test(code)) return IN_WORDS[code] ?? code;
  if (typeof message === 'string' && LOST.test(message)) return 'the connection was lost or timed out';
  return null;
}

/**
 * The error as a client may see it. The original is not kept as its cause: it can hold the whole address,
 * password and all.
 */
export function withoutSecrets(error: unknown): unknown {
  const reason = reasonUnavailable(error);
  if (reason === null) return error;
  return new TrainspotError('database-unavailable', `The database does not answer: ${reason}. Try again.`);
}

/** Whether the database cannot be asked any more, by an error as `withoutSecrets` gives it. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof TrainspotError && error.code === 'database-unavailable';
}
