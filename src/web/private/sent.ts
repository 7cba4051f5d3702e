import { element } from './elements.ts';
import type { SentRequest } from './check.ts';

/** What left this page, to the byte. */
export function sentDetails(requests: readonly SentRequest[]): HTMLElement {
  const bytes = requests.reduce((sum, { body }) => sum + new TextEncoder().encode(body).length, 0);
  return element(
    'details',
    {},
    element('summary', {}, `Show what was sent: ${Math.max(1, Math.round(bytes / 1000))} kB, and no picture`),
    ...requests.flatMap(({ path, body }) => [
      element('p', { class: 'quiet' }, `POST ${path}`),
      element('pre', { class: 'private-bytes', tabindex: 0, 'aria-label': `What was sent to ${path}` }, body),
    ]),
  );
}
