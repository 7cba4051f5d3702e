import type { CaseView } from '../../api/case.ts';
import type { Channel } from '../../api/channel.ts';
import type { NoticeKindInfo } from '../../api/notice.ts';
import { askRoutes } from '../service/ask.ts';
import { takesLetters } from '../service/case-api.ts';
import type { Beginning } from './request-form.tsx';
import { hostOf } from '../words/words.ts';

/**
 * Whom letters about the rows of a case can go to, each once, the one that the case was opened for first. Empty where the
 * service does not say: a letter can be written all the same.
 */
export async function channelsOf({ matches, begun }: CaseView): Promise<Channel[]> {
  // Rows of one dataset on one host have the same channels.
  const rows = new Map(matches.map((match) => [`${match.dataset} ${hostOf(match.url)}`, match]));
  const routes = await Promise.all([...rows.values()].map((row) => askRoutes(row, {}).catch(() => null)));
  const offered = routes.flatMap((one) => one?.channels ?? []);
  // What was offered after the answers of another visit is not among them.
  const all = [...(begun === null ? [] : [begun.channel]), ...offered].filter(takesLetters);
  return [...new Map(all.toReversed().map((channel) => [channel.id, channel])).values()].toReversed();
}

/** The letter and the channel that a new request begins with: those of the case, else the first of the first channel. */
export function beginningOf(
  { begun, next }: CaseView,
  kinds: readonly NoticeKindInfo[],
  channels: readonly Channel[],
): Beginning {
  if (next.step === 'complain') {
    const complaint = kinds.find(({ law }) => law.includes('Art. 77'))?.id ?? kinds[0].id;
    return { kind: complaint, channel: channelFor(complaint, channels) };
  }
  if (begun?.letter) return { kind: begun.letter, channel: begun.channel.id };
  return { kind: channels[0]?.letters[0] ?? kinds[0].id, channel: channels[0]?.id ?? '' };
}

function channelFor(kind: string, channels: readonly Channel[]): string {
  return channels.find(({ letters }) => letters.includes(kind))?.id ?? '';
}
