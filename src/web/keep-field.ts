import { copyButton } from './copy-button.ts';
import { element } from './elements.ts';

/** Something to keep, with a button that copies it. */
export function keepField(name: string, value: string): HTMLElement {
  const input = element('input', { readonly: true, value });
  return element(
    'div',
    { class: 'kept' },
    element('label', {}, element('span', { class: 'quiet' }, name), input),
    copyButton(input, name),
  );
}
