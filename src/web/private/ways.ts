import type { CheckResult, Coverage } from '../../api/check-result.ts';
import { element, fill } from './elements.ts';
import { checkPrivately, type PrivateAsking, type SentRequest } from './check.ts';
import { privateFiles } from './files.ts';
import { sentDetails } from './sent.ts';

/** Which way a picture is checked. */
type Way = 'private' | 'upload';

/** The model that a browser runs; its card's name. */
const RUNS_HERE = 'pocket';

export interface WaysAsking extends Pick<PrivateAsking, 'signal' | 'onStep'> {
  /** Told the sent share of an upload, 0 to 1. */
  onSent: (share: number) => void;
}

/** How pictures are checked, as the artist has it. */
export interface Ways {
  /** Checks a picture in the way that is chosen. @throws Error with words for the artist */
  check(picture: Blob, asking: WaysAsking): Promise<CheckResult>;
  /**
   * Tells what the service searches, or nothing where it does not say: a private check waits for that, and what this browser
   * cannot search by is asked about first.
   */
  serve(searched: readonly Coverage[]): void;
}

/**
 * Offers in `host` to check privately, which is what happens where the browser can, or to upload.
 * @param upload sends the picture
 */
export function offerWays(
  host: HTMLElement,
  upload: (picture: Blob, asking: WaysAsking) => Promise<CheckResult>,
): Ways {
  const whyNot = whyNotPrivate();
  let way: Way = whyNot === null ? 'private' : 'upload';
  let searched: readonly Coverage[] = [];
  let told = (): void => {};
  const served = new Promise<void>((resolve) => (told = resolve));
  /** Whether the artist was asked about what a browser cannot search by, and goes without. */
  let goesWithout = false;
  const said = element('p', { class: 'private-said' });
  const size = element('p', { class: 'quiet' });
  const button = element('button', { type: 'button', class: 'button' });
  const question = element('div', { class: 'private-question', role: 'group', hidden: true });
  const sent = element('div', { class: 'private-sent' });
  button.addEventListener('click', () => choose(way === 'private' ? 'upload' : 'private'));
  host.append(said, size, button, question, sent);
  show();

  function choose(chosen: Way): void {
    way = chosen;
    goesWithout = false;
    show();
  }

  function show(): void {
    host.dataset.way = way;
    fill(said, ...wordsOf(way, whyNot));
    size.textContent = way === 'private' ? sizeWords() : '';
    size.hidden = way !== 'private';
    button.textContent = way === 'private' ? 'Upload instead' : 'Keep it in this browser instead';
    button.hidden = whyNot !== null;
    if (way === 'upload') fill(sent);
  }

  async function check(picture: Blob, asking: WaysAsking): Promise<CheckResult> {
    fill(sent);
    if (way === 'upload') return upload(picture, asking);
    await served;
    const { here, elsewhere } = byModel(searched);
    if (elsewhere.length > 0 && !goesWithout) {
      asking.onStep('Waiting for your choice …', null);
      way = await askWay(question, here, elsewhere, asking.signal);
      goesWithout = way === 'private';
      show();
      if (way === 'upload') return upload(picture, asking);
    }
    const requests: SentRequest[] = [];
    return checkPrivately(picture, {
      ...asking,
      ...(elsewhere.length > 0 && { datasets: here }),
      onRequest: (request) => {
        requests.push(request);
        fill(sent, sentDetails(requests));
      },
    });
  }

  return {
    check,
    serve(lines) {
      searched = lines;
      told();
    },
  };
}

/** Why this browser cannot do it by itself, in words; null where it can. */
function whyNotPrivate(): string | null {
  // Absent in some browsers and settings, whatever the types say.
  const here = globalThis as unknown as Record<string, unknown>;
  if (here.WebAssembly === undefined) return 'it has no WebAssembly, or it is switched off';
  if (
    here.Worker === undefined ||
    here.OffscreenCanvas === undefined ||
    here.createImageBitmap === undefined
  ) {
    return 'it is too old for that';
  }
  return null;
}

function wordsOf(way: Way, whyNot: string | null): (HTMLElement | string)[] {
  if (way === 'private') {
    return [
      element('strong', {}, 'Your picture stays in this browser.'),
      ' Only its fingerprints are sent: measurements and no picture, though a rough likeness might be guessed from them.',
    ];
  }
  const uploaded = 'Your picture is uploaded, checked in memory and never stored.';
  return [whyNot === null ? uploaded : `This browser cannot check by itself: ${whyNot}. ${uploaded}`];
}

function sizeWords(): string {
  const megabytes = Math.max(1, Math.round(privateFiles.bytes / 1e6));
  return `For your first picture the browser loads ${megabytes} MB that look at it, and keeps them.`;
}

/** Datasets that a browser can search all of, and those that it cannot, with the models that it lacks. */
function byModel(searched: readonly Coverage[]): {
  here: string[];
  elsewhere: { dataset: string; model: string }[];
} {
  const elsewhere = searched.flatMap(({ dataset, model }) =>
    model === null || model === RUNS_HERE ? [] : [{ dataset, model }],
  );
  const left = new Set(elsewhere.map(({ dataset }) => dataset));
  const here = new Set(searched.map(({ dataset }) => dataset).filter((dataset) => !left.has(dataset)));
  return { here: [...here], elsewhere };
}

/** Asks before anything is sent. @throws the signal's reason */
function askWay(
  place: HTMLElement,
  here: readonly string[],
  elsewhere: readonly { dataset: string; model: string }[],
  signal: AbortSignal,
): Promise<Way> {
  const left = [...new Set(elsewhere.map(({ dataset }) => dataset))].join(', ');
  const models = [...new Set(elsewhere.map(({ model }) => model))].join(', ');
  const why = `${left} can only be searched by ${models}, which is too large for a browser.`;
  const uploading = element(
    'button',
    { type: 'button', class: 'button primary' },
    'Upload, and search all of it',
  );
  const staying = element(
    'button',
    { type: 'button', class: 'button' },
    `Search ${here.join(', ')} alone, in this browser`,
  );
  staying.hidden = here.length === 0;
  fill(place, element('p', {}, why), uploading, staying);
  place.hidden = false;
  place.scrollIntoView({ block: 'nearest' });
  return new Promise<Way>((resolve, reject) => {
    uploading.addEventListener('click', () => resolve('upload'));
    staying.addEventListener('click', () => resolve('private'));
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    uploading.focus({ preventScroll: true });
  }).finally(() => {
    place.hidden = true;
    fill(place);
  });
}
