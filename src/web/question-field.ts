import type { NoticeQuestion } from '../api/notice.ts';
import { element } from './elements.ts';

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The control that a question is answered by. @param said what stands there at first; a statement is ticked by nobody */
export function controlOf(
  { type, options }: NoticeQuestion,
  id: string,
  said: string | boolean | undefined,
): Control {
  const text = typeof said === 'string' ? said : '';
  switch (type) {
    case 'statement':
      return element('input', { type: 'checkbox', id, checked: said === true });
    case 'text': {
      const area = element('textarea', { id, maxlength: 4000 });
      area.value = text;
      return area;
    }
    case 'choice':
      return element(
        'select',
        { id },
        element('option', { value: '' }, 'Choose …'),
        ...options.map(({ value, words }) => element('option', { value, selected: value === text }, words)),
      );
    default:
      return input(type === 'line' ? 'text' : type, id, text);
  }
}

/** What was said by it. */
export function valueOf(control: Control): string | boolean {
  return control instanceof HTMLInputElement && control.type === 'checkbox' ? control.checked : control.value;
}

/** A question with its control. */
export function questionField({ type, ask, required }: NoticeQuestion, control: Control): HTMLElement {
  if (type === 'statement') {
    return element(
      'div',
      { class: 'question statement' },
      control,
      element('label', { for: control.id }, ask),
    );
  }
  return labelled(required === false ? `${ask} (if you like)` : ask, control);
}

/** A control with its label above. */
export function labelled(words: string, control: HTMLElement): HTMLElement {
  return element('div', { class: 'question' }, element('label', { for: control.id }, words), control);
}

export function input(type: string, id: string, value: string, maxlength = 300): HTMLInputElement {
  return element('input', { type, id, value, maxlength });
}
