import { counted } from '../core/words/counts.ts';
import type { Match } from '../api/match.ts';
import type { RefusedChannel } from '../api/channel.ts';
import type { Routes } from '../api/routes.ts';
import { type Child, element, fill } from './elements.ts';
import type { Routing } from './routing.ts';
import { showChannel } from './show-channel.ts';

/** The channels of a row in the order to try them, drawn anew whenever the artist answers; null where it has none. */
export function showChannels(
  match: Match,
  routing: Routing,
  checkId: string,
  { unfolded }: { unfolded: boolean },
): Child {
  const { channels, rowId } = match;
  if (channels.length === 0) return null;
  const summary = element('summary', {}, waysWords(counted(channels.length, 'way'), rowId));
  const body = element('div', {});
  const details = element('details', { class: 'doors', open: unfolded }, summary, body);
  let drawn: Routes | null = null;

  // A picture listed a hundred times has a thousand doors; they are asked for and drawn when somebody looks.
  async function draw(): Promise<void> {
    const routes = await routing.routesOf(match);
    if (routes === null || routes === drawn) return;
    drawn = routes;
    summary.textContent = waysWords(counted(routes.channels.length, 'way'), rowId);
    const ways = routes.channels.map((channel, i) => showChannel(channel, match, checkId, i === 0));
    fill(body, element('ul', {}, ...ways), ruledOut(routes.notOffered));
  }
  const drawOrTell = (): void =>
    void draw().catch((error: Error) => {
      // Doors of the answers before are better than none; the form tells what went wrong.
      if (drawn === null) fill(body, element('p', {}, error.message));
    });

  details.addEventListener('toggle', () => {
    if (details.open) drawOrTell();
  });
  routing.onChange(() => {
    if (details.open) drawOrTell();
    // How many there are now, nobody has asked yet.
    else summary.textContent = waysWords('Ways', rowId);
  });
  if (unfolded) drawOrTell();
  return details;
}

function waysWords(ways: string, rowId: string): string {
  return `${ways} to ask for removal of entry ${rowId}`;
}

function ruledOut(refused: readonly RefusedChannel[]): Child {
  if (refused.length === 0) return null;
  return element(
    'details',
    { class: 'ruled-out' },
    element('summary', {}, `${counted(refused.length, 'way')} that your answers rule out`),
    element(
      'ul',
      {},
      ...refused.map(({ title, party, why }) =>
        element('li', {}, element('strong', {}, title), ` (${party}): ${why}`),
      ),
    ),
  );
}
