import { signal } from '@preact/signals';

/** What was typed into a form and is not saved yet, in the memory of this page alone. */
export interface Typed {
  kind?: string;
  language?: string;
  channel?: string;
  /** By the channel that was chosen. */
  recipients: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By the names of the fields, those of other kinds of letters too. */
  fields: Readonly<Record<string, string | boolean>>;
}

const NOTHING: Typed = { recipients: {}, fields: {} };
const forms = signal<ReadonlyMap<string, Typed>>(new Map());

/** What was typed into the form of that name. */
export function typedInto(form: string): Typed {
  return forms.value.get(form) ?? NOTHING;
}

/** Notes what is typed there. */
export function type(form: string, change: Partial<Typed>): void {
  forms.value = new Map(forms.value).set(form, { ...typedInto(form), ...change });
}

/** Whether anything was typed there that is not saved. */
export function isUnsaved(form: string): boolean {
  return forms.value.has(form);
}

/** Forgets it, once it is saved. */
export function forgetTyped(form: string): void {
  const others = new Map(forms.value);
  others.delete(form);
  forms.value = others;
}
