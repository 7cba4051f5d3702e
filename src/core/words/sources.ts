import type { SourceStatus } from '../channel.ts';

/** How a fact about a party came to be known. */
export const STATUS_WORDS: Readonly<Record<SourceStatus, string>> = {
  primary: 'read at the party’s own page',
  'third-party': 'read at somebody else’s page',
  unverified: 'not verified',
};

/** The same, with how far it can be trusted. */
export function trustWords(status: SourceStatus): string {
  const words = STATUS_WORDS[status];
  return status === 'primary' ? words : `${words}, so check it before you rely on it`;
}
