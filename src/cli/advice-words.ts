import { REACH_WORDS } from '../core/words/reach.ts';
import { STATUS_WORDS } from '../core/words/sources.ts';
import type { Channel } from '../api/channel.ts';
import type { Exposure } from '../api/exposure.ts';
import type { Routes } from '../api/routes.ts';
import { noticeFacts } from '../advice/facts/notices.ts';

const ADVICE = '  Information, not legal advice. Nothing is sent for you.';

/** The channels as lines for a person at a terminal, numbered in the order to try them. */
export function routesInWords({ channels, notOffered }: Routes): string[] {
  const lines = channels.flatMap((channel, i) => {
    const { title, party, role, letters, why, legalBasis, whoMayUse, canAchieve, fields } = channel;
    const given = Object.entries(fields).map(([name, value]) =>
      value === null ? name : `${name} = ${value}`,
    );
    return [
      `${i === 0 ? '  Next: ' : `  ${i + 1}. `}${title} (${party})`,
      `    ${role === 'directory' ? 'Look up whom to write to: ' : ''}${addressOf(channel)}`,
      ...(letters.length > 0 ? [`    Letters: ${letters.map(letterWords).join('; ')}`] : []),
      `    Why: ${why}`,
      `    Law: ${legalBasis}`,
      `    Who: ${whoMayUse}`,
      `    Can: ${canAchieve}`,
      ...(given.length > 0 ? [`    Asks for: ${given.join('; ')}`] : []),
      `    ${sourceOf(channel)}`,
    ];
  });
  const refused = notOffered.map(({ title, party, why }) => `  Not offered: ${title} (${party}). ${why}`);
  const nobody = channels.length === 0 ? ['  Nobody is left to ask, after these answers.'] : [];
  return [...lines, ...nobody, ...refused, ADVICE];
}

/** The programmes as lines for a person at a terminal. */
export function exposuresInWords(exposures: readonly Exposure[]): string[] {
  const lines = exposures.flatMap((exposure) => [
    `  ${exposure.title}: ${REACH_WORDS[exposure.reach]}`,
    ...exposure.why.map((sentence) => `    ${sentence}`),
    `    ${sourceOf(exposure)}`,
    ...exposure.channels.flatMap((channel) => [
      `    → ${channel.title} (${channel.party})  ${addressOf(channel)}`,
      ...channel.traps.map((trap) => `      ! ${trap}`),
    ]),
  ]);
  const never = '  Within reach never means that your picture was used: nobody outside can say.';
  return [...lines, never, ADVICE];
}

/** A kind of letter, with the command that writes it. */
function letterWords(kind: string): string {
  return `${noticeFacts(kind)?.title ?? kind} (trainspot notice ${kind})`;
}

function addressOf({ url, email }: Pick<Channel, 'url' | 'email'>): string {
  return url ?? email ?? '';
}

function sourceOf({ source, checkedOn, status }: Pick<Channel, 'source' | 'checkedOn' | 'status'>): string {
  return `Source: ${source}; checked ${checkedOn}; ${STATUS_WORDS[status]}`;
}
