import { TrainspotError, type ErrorCode } from '../core/errors.ts';

/** A download that did not bring a picture. */
export class DownloadFailure extends TrainspotError {
  /**
   * Why, as a short stable word to count by: `http-404` and its like, `timeout`, `too-large`, `opted-out`,
   * `dns`, `connection`, `redirects`, `content-encoding`.
   */
  readonly reason: string;

  constructor(code: ErrorCode, reason: string, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.name = 'DownloadFailure';
    this.reason = reason;
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

/** The codes of a name that has no address. */
const NAME_ERRORS: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA']);

/**
 * What went wrong on the way, in our own words: the system's messages hold addresses and ports.
 * An error that is neither ours nor a socket's is a bug, and is given back as it is.
 */
export function asDownloadFailure(error: unknown): unknown {
  if (error instanceof TrainspotError) return error;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (typeof code !== 'string') return error;
  if (NAME_ERRORS.has(code)) {
    return new DownloadFailure('download-failed', 'dns', 'No server has that name; check its spelling.', {
      cause: error,
    });
  }
  return new DownloadFailure(
    'download-failed',
    'connection',
    'The server could not be reached, or it broke off; try again, or upload the picture.',
    { cause: error },
  );
}
