import { fetchDemo, type Question } from './ask.ts';
import { byId, element } from './elements.ts';

const DEMOS = [
  { name: 'copy', title: 'A copy', meaning: 'smaller and saved again' },
  { name: 'edited', title: 'An edited copy', meaning: 'cropped and written on' },
  { name: 'absent', title: 'Not in the set', meaning: 'drawn for this test' },
] as const;

/** Offers the demo pictures; on a service that has none, the section stays hidden. */
export async function offerDemos(ask: (question: Question) => void): Promise<void> {
  const pictures = await Promise.all(DEMOS.map(({ name }) => fetchDemo(name).catch(() => null)));
  if (pictures.includes(null)) return;
  const buttons = DEMOS.map(({ title, meaning }, i) => {
    const picture = pictures[i] as Blob;
    const button = element(
      'button',
      { type: 'button', class: 'demo-picture' },
      element('img', { src: URL.createObjectURL(picture), alt: '' }),
      element('strong', {}, title),
      element('span', { class: 'quiet' }, meaning),
    );
    button.addEventListener('click', () => ask({ kind: 'picture', picture }));
    return button;
  });
  byId('demo-pictures', HTMLElement).append(...buttons);
  byId('demo', HTMLElement).hidden = false;
}
