import { trustWords } from '../core/words/sources.ts';
import type { MatchChannel } from '../api/channel.ts';
import type { Match } from '../api/match.ts';
import { letterButton, takesLetters } from './case-button.ts';
import { copyButton } from './copy-button.ts';
import { type Child, element, facts, linkedText, outwardLink, spoken } from './elements.ts';
import { channelMailto } from './mailto.ts';
import { dateWords, fieldWords, OPENER_WORDS, whoWords } from './words.ts';

/** One door: who stands behind it, how to open it, what it asks for, what it can do and cannot. */
export function showChannel(
  channel: MatchChannel,
  match: Match,
  checkId: string,
  isFirst: boolean,
): HTMLElement {
  return element(
    'li',
    { class: 'channel' },
    element(
      'div',
      { class: 'channel-head' },
      element(
        'p',
        {},
        element('strong', {}, isFirst ? `Next: ${channel.title}` : channel.title),
        element('span', { class: 'quiet' }, whoWords(channel)),
      ),
      opener(channel, match),
    ),
    element('p', { class: 'channel-why' }, linkedText(channel.why)),
    element(
      'details',
      {},
      element('summary', {}, 'What to fill in, what it can do', spoken(`: ${channel.title}`)),
      fieldList(channel),
      takesLetters(channel) ? letterButton(match, checkId, channel) : null,
      about(channel),
    ),
  );
}

/** The way through the door: a form to open, a place to look somebody up, or an e-mail begun. */
export function opener(channel: MatchChannel, match: Match): Child {
  const { url, email, party, role } = channel;
  if (url !== null) {
    return outwardLink(url, { class: 'button' }, OPENER_WORDS[role], spoken(`: ${channel.title}`));
  }
  if (email === null) return null;
  const href = channelMailto(email, channel.fields, match);
  return element('a', { class: 'button', href }, 'Write the e-mail', spoken(` to ${party}`));
}

function fieldList({ fields, email }: MatchChannel): Child {
  const asked = Object.entries(fields);
  if (email !== null) asked.unshift(['E-mail to', email]);
  if (asked.length === 0) return null;
  return element('div', { class: 'fields' }, ...asked.map(([name, value]) => field(fieldWords(name), value)));
}

function field(name: string, value: string | null): HTMLElement {
  if (value === null) {
    return element(
      'div',
      { class: 'field' },
      element('span', { class: 'field-name' }, name),
      element('span', { class: 'quiet' }, 'yours to fill in'),
    );
  }
  const input = element('input', { readonly: true, value });
  return element(
    'div',
    { class: 'field' },
    element('label', {}, element('span', { class: 'field-name' }, name), input),
    copyButton(input, name),
  );
}

function about(channel: MatchChannel): HTMLElement {
  const { legalBasis, whoMayUse, canAchieve, source, checkedOn, status } = channel;
  return facts('about', [
    ['Legal basis', legalBasis],
    ['Who may use it', whoMayUse],
    ['What it can do, and cannot', canAchieve],
    ['Source', linkedText(source)],
    ['Checked', `${dateWords(checkedOn)}; ${trustWords(status)}`],
  ]);
}
