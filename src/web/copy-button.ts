import { element, fill, spoken } from './elements.ts';

const SAID_FOR_MS = 2000;

/** A button that copies what stands in `input`; where the browser forbids it, it selects the text instead. */
export function copyButton(input: HTMLInputElement, name: string): HTMLElement {
  const button = element('button', { type: 'button', class: 'button' });
  const said = element('span', { role: 'status', class: 'sr-only' });
  const label = (word: string): void => fill(button, word, spoken(` ${name}`));
  label('Copy');
  button.addEventListener('click', async () => {
    const copied = await copy(input);
    label(copied ? 'Copied' : 'Selected');
    said.textContent = copied ? `${name} copied` : `${name} is selected; copy it with the keyboard`;
    setTimeout(() => {
      label('Copy');
      said.textContent = '';
    }, SAID_FOR_MS);
  });
  return element('span', { class: 'copy' }, button, said);
}

async function copy(input: HTMLInputElement): Promise<boolean> {
  try {
    // Throws on plain http too, where there is no clipboard at all.
    await navigator.clipboard.writeText(input.value);
    return true;
  } catch {
    input.select();
    return false;
  }
}
