import { userInfo } from 'node:os';
import { counted } from '../core/words/counts.ts';
import type { Suppression } from '../api/suppression.ts';

/** A suppression as lines for a person at a terminal. */
export function suppressionInWords(suppression: Suppression): string[] {
  const { id, kind, subject, subdomains, byPdq, reason, by, createdAt, rows, lifted, hint } = suppression;
  const below = kind === 'domain' ? (subdomains ? ' and all below it' : ' alone') : '';
  const copies =
    kind === 'picture' ? (byPdq ? ' and copies of it' : ', its file alone: it is too plain') : '';
  return [
    `${id}  ${kind} ${subject}${below}${copies}`,
    `    ${createdAt} by ${by}: ${reason}`,
    lifted === null
      ? `    hides ${counted(rows, 'row')}`
      : `    lifted ${lifted.at} by ${lifted.by}${lifted.reason === null ? '' : `: ${lifted.reason}`}`,
    ...(hint === undefined ? [] : [`    ${hint}`]),
  ];
}

/** Who is at the terminal, for the record. */
export function whoAsks(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container a user may have a number alone.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
