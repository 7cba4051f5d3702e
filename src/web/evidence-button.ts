import type { PackFile } from './ask.ts';
import { element, fill } from './elements.ts';
import { onPress } from './press.ts';
import { saveFile } from './save-file.ts';

/**
 * A button that has the evidence of a check put together and saves it, and then says what to note elsewhere.
 * @param more what is in it beside what every pack holds
 * @param signal aborted when nobody looks at this answer any more
 */
export function evidenceButton(
  ask: (signal: AbortSignal) => Promise<PackFile>,
  more: string,
  signal: AbortSignal,
): HTMLElement {
  const button = element('button', { type: 'button', class: 'button' }, 'Download the evidence');
  const hint = element(
    'p',
    { class: 'quiet' },
    'One ZIP file for you or a lawyer: what was searched, what was found and how sure that is, and what the addresses ' +
      `give now${more}. No picture is in it. Possible for an hour after a check.`,
  );
  const said = element('div', { class: 'evidence-said', role: 'status' });
  onPress(button, async () => {
    fill(
      said,
      element('progress', { 'aria-label': 'Putting the evidence together' }),
      element('p', {}, 'Asking each address once, putting it together … up to a minute.'),
    );
    try {
      const { file, name, sha256 } = await ask(signal);
      saveFile(file, name);
      fill(
        said,
        element('p', {}, `Saved as ${name}. Its sha256 is`),
        element('code', { class: 'evidence-hash' }, sha256),
        element(
          'p',
          { class: 'quiet' },
          'Send that number to yourself or your lawyer by e-mail today: it shows later that the file was not changed.',
        ),
      );
    } catch (error) {
      if (!signal.aborted)
        fill(said, element('p', {}, error instanceof Error ? error.message : String(error)));
    }
  });
  return element('div', { class: 'evidence-pack' }, button, hint, said);
}
