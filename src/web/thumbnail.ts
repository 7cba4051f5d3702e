import type { Match } from '../core/evidence.ts';
import { element, fill } from './elements.ts';
import { hostOf } from './words.ts';

/**
 * The row's picture, loaded by the artist's browser from where it stands, and only when the artist asks:
 * the host sees who looks. A picture that its dataset does not call safe comes blurred until it is revealed.
 */
export function thumbnail(match: Match): HTMLElement {
  const host = hostOf(match.url);
  const unsafe = match.unsafe === true;
  const button = element('button', { type: 'button', class: 'button' }, 'Show picture');
  const frame = element(
    'div',
    { class: 'thumbnail' },
    button,
    element('p', { class: 'quiet' }, `Loads from ${host}, which will see your address.`),
    unsafe ? element('p', { class: 'quiet' }, 'Its dataset does not call it safe; it comes blurred.') : null,
  );
  button.addEventListener('click', () => load(frame, match, host, unsafe));
  return frame;
}

function load(frame: HTMLElement, match: Match, host: string, unsafe: boolean): void {
  const image = element('img', {
    alt: match.caption ?? `The picture at ${host}`,
    referrerpolicy: 'no-referrer',
    class: unsafe ? 'blurred' : null,
    // Unseen by screen readers too until it is revealed.
    'aria-hidden': unsafe ? 'true' : null,
  });
  const status = element('p', { class: 'quiet', role: 'status', tabindex: -1 }, `Loading from ${host} …`);
  image.hidden = true;
  image.addEventListener('load', () => {
    image.hidden = false;
    status.textContent = `Loaded from ${host}`;
    if (unsafe) status.before(revealButton(image));
  });
  image.addEventListener('error', () => {
    image.remove();
    status.textContent = `No longer there, or ${host} does not show it to other sites.`;
  });
  fill(frame, image, status);
  // The pressed button is gone; the keyboard goes on from here.
  status.focus();
  image.src = match.url;
}

function revealButton(image: HTMLImageElement): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'button' }, 'Reveal it');
  button.addEventListener('click', () => {
    image.classList.remove('blurred');
    image.removeAttribute('aria-hidden');
    button.remove();
  });
  return button;
}
