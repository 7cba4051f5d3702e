import { counted } from '../../core/words/counts.ts';
import type { CheckResult } from '../../api/check-result.ts';
import { areAlikesOpen } from './state.ts';

/** Leads to what was found: on a phone the answer and the next thing to do are a screen long. */
export function Jump({ result: { matches, parts, lookAlikes } }: { result: CheckResult }) {
  const [first] = [
    { to: '#matches', rows: matches, words: 'See where it was found' },
    { to: '#parts', rows: parts, words: 'See which part, and where' },
    { to: '#look-alikes', rows: lookAlikes, words: 'See what looks similar' },
  ].filter(({ rows }) => rows.length > 0);
  if (first === undefined) return null;
  const unfold = (): void => {
    if (first.rows === lookAlikes) areAlikesOpen.value = true;
  };
  return (
    <a id="jump" class="jump" href={first.to} onClick={unfold}>
      {first.words} ({counted(first.rows.length, 'place')})
    </a>
  );
}
