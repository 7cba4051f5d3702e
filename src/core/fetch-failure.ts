/**
 * What a failure says of the link. `dead`: nothing is there any more; `withheld`: its host does not want it taken;
 * `unusable`: what is there is no picture that can be taken; `transient`: another day may bring it.
 */
export const FAILURE_KINDS = ['dead', 'withheld', 'unusable', 'transient'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

const WITHHELD_STATUS: ReadonlySet<number> = new Set([401, 402, 403, 451]);
const TRANSIENT_STATUS: ReadonlySet<number> = new Set([408, 421, 425, 429]);
const KINDS: Readonly<Record<string, FailureKind>> = {
  dns: 'dead',
  robots: 'withheld',
  'opted-out': 'withheld',
  'too-large': 'unusable',
  'not-a-picture': 'unusable',
  placeholder: 'unusable',
  'another-picture': 'unusable',
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

/** Reasons for which a host was not asked at all: whoever runs the index may allow the address, or mend the list. */
export const NOT_ASKED: readonly string[] = ['address-refused', 'address-invalid'];

/** Whether a link that failed so need not be asked again soon: not where another day, or another setting, may bring it. */
export function failedForGood({ kind, reason }: { kind: FailureKind; reason: string }): boolean {
  return kind !== 'transient' && !NOT_ASKED.includes(reason);
}
