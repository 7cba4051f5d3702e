import { mailtoAddress } from '../../core/words/mailto.ts';
import type { MatchChannel } from '../../api/channel.ts';
import type { Match } from '../../api/match.ts';
import { fieldWords } from './words.ts';

/**
 * A `mailto:` address whose subject and body hold what the channel asks for, with an empty place where only
 * the artist knows it.
 */
export function channelMailto(
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
  return mailtoAddress(email, { subject: `Removal request: ${row}`, body: lines.join('\n') });
}
