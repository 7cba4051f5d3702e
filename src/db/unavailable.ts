import { TrainspotError } from '../core/errors.ts';

/**
 * SQLSTATE classes 08 (connection), 28 (refused log-in), 3D and 3F (no such database or schema), 53 (no resources left),
 * 57P (shut down), 57014 (took longer than allowed), 42501 (not permitted) and 25006 (takes no changes); Node's own codes
 * start with E. Source: PostgreSQL's appendix A.
 */
const UNAVAILABLE = /^(08|28|3D|3F|53|57P|57014$|42501$|25006$|E[A-Z_]+$)/;
/** OpenSSL's, of a certificate that is not believed, and Node's. */
const TLS = /^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_|EPROTO$)/;
/** What `pg` says, without a code, of a connection that is gone or never came, or of a server that is silent. */
const LOST =
  /^(Connection terminated|timeout e|Query read timeout|Client has encountered a connection error)/;
/** Asking again gives the same. */
const REFUSED = /^(28|3D|3F|42501$|25006$)/;

const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ECONNRESET: 'the connection was broken off (ECONNRESET)',
  EPIPE: 'the connection was broken off (EPIPE)',
  ENOTFOUND: 'there is no such host (ENOTFOUND)',
  EAI_AGAIN: 'the name of its host cannot be looked up at the moment (EAI_AGAIN)',
  ETIMEDOUT: 'its host does not answer (ETIMEDOUT)',
  EHOSTUNREACH: 'there is no way to its host (EHOSTUNREACH)',
  ENETUNREACH: 'there is no way to its network (ENETUNREACH)',
  ENOENT: 'there is no such socket (ENOENT)',
  ERR_INVALID_URL:
    'that is no address; it should be postgres://USER:PASSWORD@HOST:PORT/NAME, with @ : / # and % in the password ' +
    'written as %40 %3A %2F %23 and %25',
  '08P01':
    'it refuses a setting of the connection (08P01); PgBouncer must have ignore_startup_parameters = statement_timeout',
  '57014': 'it took longer than is waited for (57014)',
  '53100': 'its disk is full (53100)',
  '53200': 'it is out of memory (53200)',
  '53300':
    'it has no connection left (53300); raise its max_connections or the limit of that user or database',
  '57P01': 'it was shut down (57P01)',
  '57P02': 'it has crashed and is starting anew (57P02)',
  '57P03': 'it is starting up or shutting down (57P03)',
  '25006': 'it takes no changes (25006); a standby does not, so name the primary server',
  '28P01': 'it refuses the user name or the password (28P01)',
  '3D000': 'it has no database of that name (3D000); createdb NAME makes one',
  '3F000': 'it has no schema to make tables in (3F000); create schema public',
};

/** PostgreSQL says by 28000 what it thinks of a user, a host and an encryption; the words alone tell which. */
const LOG_INS: readonly [said: RegExp, inWords: string][] = [
  [
    /no encryption|SSL off/,
    'it takes encrypted connections alone (28000); add ?sslmode=verify-full to the address, or ?sslmode=no-verify where its ' +
      'certificate is its own',
  ],
  [/role .* does not exist/, 'it has no user of that name (28000)'],
  [/not permitted to log in/, 'that user may not log in (28000)'],
  [/pg_hba\.conf/, 'its pg_hba.conf lets that user not in from here (28000)'],
];

/** What comes with no code, or with one that says less. */
const SAID: readonly [said: RegExp, inWords: string][] = [
  [/^The server does not support SSL/, 'it takes no encrypted connections; leave sslmode out of the address'],
  [/client password must be/, 'it wants a password, and the address has none'],
  [/not currently accepting connections/, 'that database takes no connections (55000)'],
  [LOST, 'the connection was lost or timed out'],
];

/** Why the server could not be reached or used, without anything of its address; null for an error of another kind. */
export function reasonUnavailable(error: unknown): string | null {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  const said = SAID.find(([words]) => words.test(message));
  if (said) return said[1];
  if (typeof code !== 'string') return null;
  if (TLS.test(code)) {
    return `its certificate is not to be believed (${code}); ?sslmode=no-verify in the address takes it all the same`;
  }
  if (!UNAVAILABLE.test(code)) return null;
  // PostgreSQL's words name the table or schema, and nothing else.
  if (code === '42501') return `that user is not permitted what is needed (42501: ${message})`;
  const logIn = code === '28000' && LOG_INS.find(([words]) => words.test(message));
  return logIn ? logIn[1] : (IN_WORDS[code] ?? code);
}

/**
 * The error as a client may see it. The original is not kept as its cause: it can hold the whole address,
 * password and all.
 */
export function withoutSecrets(error: unknown): unknown {
  const reason = reasonUnavailable(error);
  if (reason === null) return error;
  const { code } = error as { code?: unknown };
  const isRefusal = typeof code === 'string' && REFUSED.test(code);
  return new TrainspotError(
    'database-unavailable',
    isRefusal
      ? `The database cannot be used: ${reason}.`
      : `The database does not answer: ${reason}. Try again.`,
  );
}

/** Whether the database cannot be asked any more, by an error as `withoutSecrets` gives it. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof TrainspotError && error.code === 'database-unavailable';
}
