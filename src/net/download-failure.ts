import { errors } from 'undici';
import { TrainspotError, type ErrorCode } from '../core/errors.ts';
import type { OptOut } from '../api/opt-out.ts';

interface FailureDetails extends ErrorOptions {
  httpStatus?: number;
  retryAfterMs?: number | null;
  optOut?: OptOut;
}

/** A download that did not bring a picture. */
export class DownloadFailure extends TrainspotError {
  /**
   * Why, as a short stable word to count by: `http-404` and its like, `timeout`, `too-large`, `not-a-picture`,
   * `opted-out`, `robots`, `robots-unreachable`, `tdmrep-unreachable`, `dns`, `dns-later`, `tls`, `connection`,
   * `not-http`, `redirects`, `content-encoding`, `asked-to-wait`, `host-unreachable`, `stopped`.
   */
  readonly reason: string;
  readonly httpStatus: number | null;
  /** How long the server asks to wait; null where it does not. */
  readonly retryAfterMs: number | null;
  readonly optOut: OptOut | null;
  /** `HOST` or `HOST:PORT` of the request that failed, redirects followed; null before there was one. */
  host: string | null = null;
  /** The address of the request that failed, redirects followed; null likewise. */
  url: string | null = null;
  /** How often the picture was asked for. */
  attempts = 1;

  constructor(code: ErrorCode, reason: string, message: string, details: FailureDetails = {}) {
    super(code, message, details);
    this.name = 'DownloadFailure';
    this.reason = reason;
    this.httpStatus = details.httpStatus ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.optOut = details.optOut ?? null;
  }
}

export function tooLarge(bytes: number, maxBytes: number): DownloadFailure {
  return new DownloadFailure(
    'download-too-large',
    'too-large',
    `The picture has ${bytes} bytes or more; at most ${maxBytes} are taken.`,
  );
}

export function tooLate(timeoutMs: number): DownloadFailure {
  return new DownloadFailure(
    'download-timeout',
    'timeout',
    `The picture did not arrive within ${timeoutMs} ms; try again, or upload it.`,
  );
}

export function stopped(): DownloadFailure {
  return new DownloadFailure('download-failed', 'stopped', 'The download was stopped before its end.');
}

/** The codes of a name that has no address. */
const NO_SUCH_NAME: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);
const TIMEOUTS: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
/** OpenSSL's words for a certificate that does not hold, and Node's for a connection that cannot be made safe. */
const TLS_ERRORS = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_|EPROTO$)/;

/** The client's codes for an answer that breaks the rules of HTTP; its parser's own errors often have none. */
const BROKEN_ANSWERS: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_RES_EXCEEDED_MAX_SIZE',
]);

/**
 * What went wrong while a host was asked, in our own words: the system's messages hold addresses and ports. Whatever
 * the client throws is a failure of that one host, known or not; what is ours already is given back as it is.
 */
export function asDownloadFailure(error: unknown): TrainspotError {
  if (error instanceof TrainspotError) return error;
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? '');
  const failed = (reason: string, message: string): DownloadFailure =>
    new DownloadFailure('download-failed', reason, message, { cause: error });
  if (NO_SUCH_NAME.has(code)) return failed('dns', 'No server has that name; check its spelling.');
  if (code === 'EAI_AGAIN') {
    return failed('dns-later', 'The name of the server could not be looked up just now; try again.');
  }
  if (TIMEOUTS.has(code)) {
    return new DownloadFailure(
      'download-timeout',
      'timeout',
      'The server took too long to answer, or stopped in the middle; try again, or upload the picture.',
      { cause: error },
    );
  }
  if (TLS_ERRORS.test(code)) {
    return failed('tls', 'The server has no valid certificate for its name; upload the picture instead.');
  }
  if (error instanceof errors.HTTPParserError || BROKEN_ANSWERS.has(code)) {
    return failed('not-http', 'What the server answers is no valid HTTP; upload the picture instead.');
  }
  return failed(
    'connection',
    'The server could not be reached, or it broke off; try again, or upload the picture.',
  );
}
