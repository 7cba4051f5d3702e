import { counted } from '../core/words/counts.ts';
import type { Live } from '../api/live.ts';
import { byId, element, fill } from './elements.ts';
import { onPress } from './press.ts';

const HINT = 'Their hosts see that somebody looks at these addresses, and nothing of your picture.';

const line = byId('live', HTMLElement);
const words = byId('live-words', HTMLElement);

/**
 * How far the service is with comparing entries with their live pictures by itself.
 * @param begin asks it to, where it waits for that
 */
export function showLive({ state, compared, of }: Live, begin: () => Promise<void>): void {
  line.hidden = of === 0 || state === 'off';
  if (line.hidden) return;
  line.dataset.state = state;
  if (state === 'ask') {
    fill(words, offer(of, begin), element('span', { class: 'quiet' }, HINT));
    return;
  }
  const pictures = counted(of, 'entry', 'entries');
  const said =
    state === 'running'
      ? `Comparing with the live pictures of ${pictures}: ${compared} looked at so far …`
      : `The addresses of ${pictures} were looked at for their live pictures.`;
  fill(words, element('span', {}, said), element('span', { class: 'quiet' }, HINT));
}

export function clearLive(): void {
  line.hidden = true;
  fill(words);
}

function offer(rows: number, begin: () => Promise<void>): HTMLElement {
  const label = `Compare with the live pictures of ${counted(rows, 'entry', 'entries')}`;
  const button = element('button', { type: 'button', class: 'button' }, label);
  onPress(button, async () => {
    try {
      await begin();
    } catch (error) {
      fill(words, element('span', {}, error instanceof Error ? error.message : String(error)), button);
    }
  });
  return button;
}
