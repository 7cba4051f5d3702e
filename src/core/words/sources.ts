/** How a fact about a party came to be known. */
export const STATUS_WORDS = {
  primary: 'read at the party’s own page',
  'third-party': 'read at somebody else’s page',
  unverified: 'not verified',
} as const;

/** The same, with how far it can be trusted. */
export function trustWords(status: keyof typeof STATUS_WORDS): string {
  const words = STATUS_WORDS[status];
  return status === 'primary' ? words : `${words}, so check it before you rely on it`;
}
