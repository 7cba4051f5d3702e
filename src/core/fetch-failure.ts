/** A wish that a picture be left alone, and where it stands. */
export interface OptOut {
  signal: 'noai' | 'noimageai' | 'tdm-reservation' | 'robots';
  where: 'X-Robots-Tag' | 'TDM-Reservation' | '/.well-known/tdmrep.json' | '/robots.txt';
}

/**
 * What a failure says of the link. `dead`: nothing is there any more; `withheld`: its host does not want it taken;
 * `unusable`: what is there is no picture that can be taken; `transient`: another day may bring it.
 */
export type FailureKind = 'dead' | 'withheld' | 'unusable' | 'transient';

/** Why a row's picture could not be fetched. */
export interface FetchFailure {
  /** A short stable word to count by: `http-404`, `dns`, `timeout`, `robots`, `opted-out`, `not-a-picture` … */
  reason: string;
  kind: FailureKind;
  /** What the server answered, where it is the answer that was wrong. */
  httpStatus: number | null;
  /** `HOST` or `HOST:PORT` at which it ended, redirects followed. */
  host: string | null;
  optOut: OptOut | null;
  /** How often the picture itself was asked for; 0 where its host's rules already said no. */
  attempts: number;
}

const WITHHELD_STATUS: ReadonlySet<number> = new Set([401, 402, 403, 451]);
const TRANSIENT_STATUS: ReadonlySet<number> = new Set([408, 421, 425, 429]);
const KINDS: Readonly<Record<string, FailureKind>> = {
  dns: 'dead',
  robots: 'withheld',
  'opted-out': 'withheld',
  'too-large': 'unusable',
  'not-a-picture': 'unusable',
  'content-encoding': 'unusable',
  redirects: 'unusable',
  'address-refused': 'unusable',
  'address-invalid': 'unusable',
};

/** The kind of a failure, from its reason; what is not known to last is `transient`. */
export function failureKind(reason: string): FailureKind {
  if (Object.hasOwn(KINDS, reason)) return KINDS[reason];
  if (reason.startsWith('picture-')) return 'unusable';
  const status = Number(/^http-(\d{3})$/.exec(reason)?.[1] ?? Number.NaN);
  if (Number.isNaN(status) || status >= 500 || TRANSIENT_STATUS.has(status)) return 'transient';
  if (status === 404 || status === 410) return 'dead';
  return WITHHELD_STATUS.has(status) ? 'withheld' : 'unusable';
}
