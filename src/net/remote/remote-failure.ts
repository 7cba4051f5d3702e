import { TrainspotError } from '../../core/errors.ts';
import { DownloadFailure } from '../download-failure.ts';

/** A file elsewhere that could not be read: which, the server's status, and what to do; never what gives access. */
export class RemoteFailure extends TrainspotError {
  /** Of the server's answer; null where there was none, or it was not at fault. */
  readonly status: number | null;
  /** Whether asking again may help. */
  readonly isPassing: boolean;
  /** How long the server asks to wait; null where it does not. */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    details: { status?: number; isPassing?: boolean; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super('download-failed', message, { cause: details.cause });
    this.name = 'RemoteFailure';
    this.status = details.status ?? null;
    this.isPassing = details.isPassing ?? false;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

/** To whom a request went, as an error speaks of it. */
export interface Asked {
  /** The address, without what gives access. */
  shown: string;
  kind: 's3' | 'gs' | 'web';
  bucket: string | null;
  /** Whether the request was signed, or carried a token. */
  isSigned: boolean;
  /** What the settings are called that open it; null where none would be sent there. */
  credentials: string | null;
}

/** What the answer to a request says of why it is none. */
export interface Refusal {
  status: number;
  /** The store's own word, such as `NoSuchKey`; null where it gives none. */
  code: string | null;
  /** Where the bucket lies, if the store says it. */
  region: string | null;
  retryAfterMs: number | null;
}

/** Statuses of a server that may answer otherwise when it is asked again. */
function isPassingStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

export function refused(asked: Asked, refusal: Refusal): RemoteFailure {
  const { status, code, retryAfterMs } = refusal;
  const said = `${asked.shown} was answered ${status}${code === null ? '' : ` (${code})`}`;
  return new RemoteFailure(`${said}: ${adviceFor(asked, refusal)}.`, {
    status,
    isPassing: isPassingStatus(status),
    retryAfterMs,
  });
}

function adviceFor(asked: Asked, { status, code, region }: Refusal): string {
  const { kind, bucket } = asked;
  if (region !== null && [301, 307, 400].includes(status)) {
    return `the bucket '${bucket}' lies in the region ${region}; set AWS_REGION=${region}`;
  }
  if (kind === 's3' && (status === 301 || status === 307 || code === 'AuthorizationHeaderMalformed')) {
    return `the bucket '${bucket}' lies in another region; set AWS_REGION to its own`;
  }
  if (status === 401 || status === 403) return whyForbidden(asked, code);
  if (code === 'NoSuchBucket') return `there is no bucket '${bucket}'; see that it is spelt right`;
  if (status === 404 || status === 410) {
    return `there is no such file${kind === 'web' ? '' : `, and capital letters count; a folder's address ends in /`}`;
  }
  if (isPassingStatus(status)) {
    return 'the server has a difficulty of its own; run the same command again later, and it goes on from there';
  }
  return 'the server does not give the file; see that the address is right';
}

/** Why, by the words that S3 has for it. */
function whyForbidden({ kind, isSigned, credentials }: Asked, code: string | null): string {
  if (code === 'ExpiredToken' || code === 'TokenRefreshRequired') {
    return 'AWS_SESSION_TOKEN has expired; get credentials anew';
  }
  if (code === 'InvalidAccessKeyId' || code === 'InvalidToken' || code === 'InvalidClientTokenId') {
    return `the store does not know these credentials; see to ${credentials ?? 'them'}, and to the endpoint`;
  }
  if (code === 'SignatureDoesNotMatch') {
    return `the secret does not belong to the key; see to ${credentials ?? 'both'}`;
  }
  if (code === 'RequestTimeTooSkewed') return "this machine's clock is wrong; set it";
  if (kind === 'web') {
    const token =
      credentials === null
        ? ''
        : isSigned
          ? ` The token of ${credentials} does not open it.`
          : ` Or set ${credentials}.`;
    return `the server wants a log-in, or a signed address has expired; give an address that holds for as long as an ingest takes.${token}`.replace(
      /\.$/,
      '',
    );
  }
  return isSigned
    ? `the credentials of ${credentials} may not read it, or it is not there and they may not list the bucket; they need ` +
        's3:GetObject and s3:ListBucket'
    : `nobody without credentials may read it, or it is not there; set ${credentials}`;
}

/** What went wrong on the way to a file, in words of its own: the client's are about pictures. */
export function unreached(shown: string, host: string, error: DownloadFailure): RemoteFailure {
  const words: Readonly<Record<string, string>> = {
    dns: `no server is called ${host}; see that the address, or the endpoint, is spelt right`,
    'dns-later': `the name ${host} could not be looked up; run the same command again later`,
    tls: `${host} has no valid certificate for its name`,
    'not-http': `what ${host} answers is no valid HTTP`,
    redirects: 'it is redirected more than 5 times; give the address it leads to',
    timeout: `${host} took too long to answer, or stopped in the middle; run the same command again, and it goes on from there`,
  };
  const why =
    words[error.reason] ??
    `${host} could not be reached, or broke off; run the same command again, and it goes on from there`;
  return new RemoteFailure(`${shown} cannot be had: ${why}.`, {
    isPassing: !['dns', 'tls', 'not-http', 'redirects', 'stopped'].includes(error.reason),
    cause: error,
  });
}

export function changed(shown: string): RemoteFailure {
  return new RemoteFailure(
    `${shown} was changed while it was read; run the same command again once nobody writes it any more.`,
  );
}

export function withoutRanges(shown: string): RemoteFailure {
  return new RemoteFailure(
    `${shown} lies on a server that gives whole files alone (it answers a range request with 200), and a file of this kind ` +
      'is not read from front to back; fetch it to this machine and give its path, or put it where ranges can be asked for, ' +
      'such as a bucket.',
  );
}
