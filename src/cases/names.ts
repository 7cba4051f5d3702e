import type { CaseRequest } from '../api/case-request.ts';

/** A request in a sentence: `request 2 (Erasure of personal data, to LAION)`. */
export function nameOf({ n, title, recipient }: Pick<CaseRequest, 'n' | 'title' | 'recipient'>): string {
  const to = recipient?.name ?? recipient?.email ?? null;
  return `request ${n} (${title}${to === null ? '' : `, to ${to}`})`;
}
