/** What was typed into a form and is not saved yet, in the memory of this page alone. */
export interface Typed {
  kind?: string;
  language?: string;
  channel?: string;
  /** By the channel that was chosen. */
  recipients: Map<string, Readonly<Record<string, string>>>;
  /** By the names of the fields, those of other kinds of letters too. */
  fields: Map<string, string | boolean>;
}

const forms = new Map<string, Typed>();

/** What was typed into the form of that name; it is kept while the form is drawn anew. */
export function typedInto(form: string): Typed {
  const known = forms.get(form) ?? { recipients: new Map(), fields: new Map() };
  forms.set(form, known);
  return known;
}

/** Whether anything was typed there that is not saved. */
export function isUnsaved(form: string): boolean {
  const typed = forms.get(form);
  if (!typed) return false;
  const { kind, language, channel, recipients, fields } = typed;
  return [kind, language, channel].some((one) => one !== undefined) || recipients.size + fields.size > 0;
}

/** Forgets it, once it is saved. */
export function forgetTyped(form: string): void {
  forms.delete(form);
}
