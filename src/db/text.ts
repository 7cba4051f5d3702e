/** PostgreSQL refuses U+0000 in a text, and a lone surrogate has no UTF-8. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/** The text without the characters that no PostgreSQL text can hold. */
export function storable(text: string): string {
  return text.replace(UNSTORABLE, '');
}

/** The value as JSON, with every text in it as `storable` has it: jsonb refuses what a text does, escaped or not. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_name, one: unknown) => (typeof one === 'string' ? storable(one) : one));
}
