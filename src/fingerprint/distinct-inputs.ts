import type { ViewInput } from './views.ts';

/** Two inputs that differ in no value by more than this, of 255, look the same to a model: so much JPEG makes of one colour. */
const SAME_LOOK = 2;

/**
 * Of inputs that look the same the first: a view of which no other tells apart brings up no other rows. Of a plain picture that
 * leaves one; of one that is its own mirror image, the half of them.
 */
export function distinctInputs(inputs: readonly ViewInput[]): ViewInput[] {
  const distinct: ViewInput[] = [];
  for (const each of inputs) {
    if (!distinct.some(({ input }) => looksTheSame(input.data, each.input.data))) distinct.push(each);
  }
  return distinct;
}

function looksTheSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (Math.abs(a[i] - b[i]) > SAME_LOOK) return false;
  return a.length === b.length;
}
