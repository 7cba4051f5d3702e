import { mailtoAddress } from '../core/words/mailto.ts';
import { REACH_WORDS } from '../core/words/reach.ts';
import { trustWords } from '../core/words/sources.ts';
import type { Exposure, ExposureChannel } from '../api/exposure.ts';
import { type Child, element, facts, linkedText, outwardLink, spoken } from './elements.ts';
import { capitalised, dateWords, OPENER_WORDS } from './words.ts';

/** What one private programme means for the post: the answer, why, what it rests on, and whom to ask. */
export function showExposure(exposure: Exposure): HTMLElement {
  const { title, reach, why, what, source, checkedOn, status, channels } = exposure;
  return element(
    'li',
    { class: 'exposure-programme', 'data-reach': reach },
    element('h3', {}, title),
    element('p', { class: 'exposure-reach' }, capitalised(REACH_WORDS[reach])),
    element('ul', { class: 'exposure-why' }, ...why.map((sentence) => element('li', {}, sentence))),
    ...channels.map((channel, i) => showChannel(channel, i === 0)),
    element(
      'details',
      {},
      element('summary', {}, 'What was taken, and where that was read', spoken(`: ${title}`)),
      facts('about', [
        ['What was taken', what],
        ['Source', linkedText(source)],
        ['Checked', `${dateWords(checkedOn)}; ${trustWords(status)}`],
      ]),
    ),
  );
}

function showChannel(channel: ExposureChannel, isFirst: boolean): HTMLElement {
  const { title, party, traps, legalBasis, whoMayUse, canAchieve, source, checkedOn, status } = channel;
  return element(
    'section',
    { class: 'exposure-channel' },
    element(
      'div',
      { class: 'channel-head' },
      element(
        'p',
        {},
        element('strong', {}, isFirst ? `Next: ${title}` : title),
        element('span', { class: 'quiet' }, party),
      ),
      opener(channel),
    ),
    element('ul', { class: 'exposure-traps' }, ...traps.map((trap) => element('li', {}, trap))),
    element(
      'details',
      {},
      element('summary', {}, 'What it rests on, what it can do', spoken(`: ${title}`)),
      facts('about', [
        ['Legal basis', legalBasis],
        ['Who may use it', whoMayUse],
        ['What it can do, and cannot', canAchieve],
        ['Source', linkedText(source)],
        ['Checked', `${dateWords(checkedOn)}; ${trustWords(status)}`],
      ]),
    ),
  );
}

function opener({ url, email, party, role, title }: ExposureChannel): Child {
  if (url !== null) return outwardLink(url, { class: 'button' }, OPENER_WORDS[role], spoken(`: ${title}`));
  if (email === null) return null;
  const href = mailtoAddress(email);
  return element('a', { class: 'button', href }, 'Write the e-mail', spoken(` to ${party}`));
}
