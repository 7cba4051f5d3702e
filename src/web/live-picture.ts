import type { Geometry } from '../api/geometry.ts';
import type { Match } from '../api/match.ts';
import { askedAddress } from './asked-address.ts';
import { type Child, element, fill } from './elements.ts';
import { sharesShown } from '../core/words/shares.ts';
import { percentWords } from './evidence-words.ts';
import { withArea } from './matched-area.ts';
import { hostOf } from './words.ts';

/** A row's picture on the page, and the artist's own beside it once there are matched areas to show. */
export interface LivePictureView {
  frame: HTMLElement;
  /** Draws these areas, now or as soon as the picture is loaded. */
  draw(geometry: Geometry | null): void;
}

/**
 * The row's picture, loaded by the artist's browser from where it stands, and only when the artist asks:
 * the host sees who looks. A picture that its dataset does not call safe comes blurred until it is revealed.
 * @param own the address within this page of the artist's picture, which never leaves the browser for this; null
 * where it is not here
 */
export function livePicture(match: Match, own: string | null): LivePictureView {
  const host = hostOf(match.url);
  const unsafe = match.unsafe === true;
  const frame = element('div', { class: 'pictures' });
  const status = element('p', { class: 'quiet', role: 'status', tabindex: -1 }, `Loading from ${host} …`);
  let geometry = match.geometry;
  let live: HTMLImageElement | null = null;
  let stage: 'offered' | 'loading' | 'settled' = 'offered';

  function load(): void {
    stage = 'loading';
    const image = element('img', {
      alt: match.caption ?? `The picture at ${host}`,
      referrerpolicy: 'no-referrer',
      class: unsafe ? 'blurred' : null,
      // Unseen by screen readers too until it is revealed.
      'aria-hidden': unsafe ? 'true' : null,
    });
    image.addEventListener('load', () => {
      live = image;
      settle(`Loaded from ${host}`);
    });
    image.addEventListener('error', () =>
      settle(`No longer there, or ${host} does not show it to other sites.`),
    );
    fill(frame, single(status));
    // The pressed button is gone; the keyboard goes on from here.
    status.focus();
    image.src = askedAddress(match.url);
  }

  function settle(words: string): void {
    stage = 'settled';
    status.textContent = words;
    arrange();
  }

  function arrange(): void {
    if (stage === 'loading') return;
    if (stage === 'offered') {
      fill(frame, offer(load, host, unsafe, geometry !== null));
      return;
    }
    const focused = frame.contains(document.activeElement);
    const reveal = live?.classList.contains('blurred') ? revealButton(live) : null;
    const pair = geometry && (live ?? own) !== null ? geometry : null;
    frame.classList.toggle('paired', pair !== null);
    if (pair) fill(frame, ownPane(pair, own), livePane(pair, live, host, reveal, status));
    else fill(frame, single(live, reveal, status));
    // What is moved loses the focus.
    if (focused) status.focus({ preventScroll: true });
  }

  arrange();
  return {
    frame,
    draw(areas) {
      geometry = areas;
      arrange();
    },
  };
}

function offer(load: () => void, host: string, unsafe: boolean, withAreas: boolean): HTMLElement {
  const button = element('button', { type: 'button', class: 'button' }, 'Show picture');
  button.addEventListener('click', load);
  return single(
    button,
    withAreas ? element('p', {}, 'with what agrees outlined') : null,
    element('p', { class: 'quiet' }, `Loads from ${host}, which will see your address.`),
    unsafe ? element('p', { class: 'quiet' }, 'Its dataset does not call it safe; it comes blurred.') : null,
  );
}

function single(...children: Child[]): HTMLElement {
  return element('div', { class: 'thumbnail' }, ...children);
}

function ownPane(geometry: Geometry, own: string | null): Child {
  if (own === null) return null;
  const share = percentWords(sharesShown(geometry).query);
  const image = element('img', { alt: 'Your picture', src: own });
  const picture = withArea(image, geometry.query, `Outlined: ${share} of your picture`);
  const caption = element('figcaption', {}, element('strong', {}, 'Yours'), `${share} of it is there`);
  image.addEventListener('error', () => {
    picture.replaceWith(
      element('p', { class: 'quiet' }, 'Your browser cannot show a picture of this format.'),
    );
  });
  return element('figure', { class: 'thumbnail' }, picture, caption);
}

function livePane(
  geometry: Geometry,
  live: HTMLImageElement | null,
  host: string,
  reveal: Child,
  status: HTMLElement,
): HTMLElement {
  const share = percentWords(sharesShown(geometry).row);
  return element(
    'figure',
    { class: 'thumbnail' },
    live && withArea(live, geometry.row, `Outlined: ${share} of the picture at ${host}`),
    element('figcaption', {}, element('strong', {}, 'Theirs'), `${share} of it is the same`, status, reveal),
  );
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
