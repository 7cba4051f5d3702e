import type { MatchChannel } from '../api/channel.ts';
import type { Match } from '../api/match.ts';
import { fieldWords } from './words.ts';

/**
 * A `mailto:` address whose subject and body hold what the channel asks for, with an empty place where only
 * the artist knows it. Written as RFC 6068 asks: percent-encoded, lines ended by CR LF.
 */
export function mailtoAddress(
  email: string,
  fields: MatchChannel['fields'],
  match: Pick<Match, 'dataset' | 'release' | 'rowId'>,
): string {
  const row = `${match.dataset}, release ${match.release}, row ${match.rowId}`;
  const lines = [
    'Hello,',
    '',
    'I ask you to remove the following picture.',
    '',
    ...Object.entries(fields).map(([name, value]) => `${fieldWords(name)}: ${value ?? ''}`),
    '',
  ];
  const subject = encodeURIComponent(`Removal request: ${row}`);
  return `mailto:${encodeAddress(email)}?subject=${subject}&body=${encodeURIComponent(lines.join('\r\n'))}`;
}

/** Everything but the @ that RFC 6068 leaves as it is, so that an address cannot add headers of its own. */
function encodeAddress(email: string): string {
  return encodeURIComponent(email).replaceAll('%40', '@');
}
