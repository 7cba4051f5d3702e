import type { CaseBeginning, CaseMatch } from '../api/case.ts';
import type { CaseInput } from '../api/case-input.ts';
import type { Channel } from '../api/channel.ts';
import { TrainspotError } from '../core/errors.ts';
import type { RecipientInput } from '../api/notice.ts';
import { kindOf } from '../notices/registry.ts';
import { channelOf } from '../advice/route.ts';

/** As it stands in the event that opened a case. */
export type OpenedFor = Pick<CaseInput, 'channel' | 'letter'>;

/**
 * What a case is opened for, checked against its rows.
 * @throws TrainspotError `case-invalid` where the channel is none of theirs, `notice-invalid` where there is no such kind
 */
export function readBeginning({ channel, letter }: OpenedFor, matches: readonly Row[]): OpenedFor {
  if (channel === undefined) {
    if (letter !== undefined) throw invalid(`'letter' came without the 'channel' that it is written for.`);
    return {};
  }
  expectChannel(channel, matches);
  return letter === undefined ? { channel } : { channel, letter: kindOf(letter).id };
}

/** What a case was opened for, as the bundled facts say now; null where nobody said, or the channel is no more. */
export function beginningOf({ channel, letter }: OpenedFor, matches: readonly Row[]): CaseBeginning | null {
  const found = channel === undefined ? null : channelAmong(channel, matches);
  return found && { channel: found, letter: letter ?? found.letters[0] ?? null };
}

/**
 * Whoever stands behind a channel of the rows, as the bundled facts name them; behind a directory nobody yet.
 * @throws TrainspotError `case-invalid` where it is no channel of theirs, or no letter goes there
 */
export function recipientBehind(channelId: string, matches: readonly Row[]): RecipientInput {
  const { party, role, title, email, url } = expectChannel(channelId, matches);
  if (role === 'own-step') {
    throw invalid(`'channel' is '${channelId}' (${title}), which you do yourself: no letter goes there.`);
  }
  if (role === 'directory') return url === null ? {} : { lookUpAt: url };
  return { name: party, ...(email === null ? {} : { email }), ...(url === null ? {} : { link: url }) };
}

type Row = Pick<CaseMatch, 'dataset' | 'rowId' | 'url'>;

function expectChannel(id: string, matches: readonly Row[]): Channel {
  const channel = channelAmong(id, matches);
  if (channel) return channel;
  throw invalid(
    `'channel' is '${id.slice(0, 60)}', which is no channel of these rows. Take an id that POST /v1/routes answers.`,
  );
}

function channelAmong(id: string, matches: readonly Row[]): Channel | null {
  const [channel] = matches.flatMap((match) => channelOf(match, id) ?? []);
  return channel ?? null;
}

function invalid(message: string): TrainspotError {
  return new TrainspotError('case-invalid', message);
}
