import { counted } from '../../core/words/counts.ts';
import { falsePositiveWords } from '../../core/words/false-positives.ts';
import type { Coverage, NotSearched, Verdict } from '../../api/check-result.ts';

/** One line on what the service can search at the moment. */
export function servedWords(searched: readonly Coverage[]): string {
  const { pictures, datasets, drawn } = held(searched);
  if (datasets === 0 && searched.length > 0) {
    return 'Entries of datasets are listed here, and no pictures are indexed yet: only the very same file can be found, by its hash.';
  }
  if (datasets === 0) return 'Nothing is indexed yet, so nothing can be searched.';
  if (drawn > 0 && drawn === pictures) {
    const demo = `A demo of ${counted(drawn, 'drawn picture')}`;
    return isDemoAlone(searched)
      ? `${demo}: nothing of the real datasets is indexed here yet.`
      : `${demo}, and entries of real datasets without their pictures: of those only the very same file can be found, by its hash.`;
  }
  const demo = drawn > 0 ? `, a demo of ${drawn} drawn ones among them` : '';
  return `Searching ${counted(pictures, 'picture')} in ${counted(datasets, 'dataset')}${demo}.`;
}

/** Whether nothing is here but the demo set. */
export function isDemoAlone(searched: readonly Coverage[]): boolean {
  return searched.length > 0 && searched.every(({ dataset, model }) => dataset === 'demo' && model !== null);
}

function held(searched: readonly Coverage[]): { pictures: number; datasets: number; drawn: number } {
  // A dataset indexed with two models is still one dataset.
  const rows = new Map<string, number>();
  let drawn = 0;
  for (const { dataset, release, rowsIndexed, model } of searched) {
    if (model === null) continue;
    if (dataset === 'demo') drawn = Math.max(drawn, rowsIndexed);
    const name = JSON.stringify([dataset, release]);
    rows.set(name, Math.max(rows.get(name) ?? 0, rowsIndexed));
  }
  const pictures = [...rows.values()].reduce((sum, count) => sum + count, 0);
  return { pictures, datasets: rows.size, drawn };
}

/** Why → the datasets it holds for: most were left out for the same reason. */
export function byReason(notSearched: readonly NotSearched[]): Map<string, string[]> {
  const reasons = new Map<string, string[]>();
  for (const { dataset, why } of notSearched) reasons.set(why, [...(reasons.get(why) ?? []), dataset]);
  return reasons;
}

/** The answer as a person reads it, without how often such an answer is wrong: that stands with what was searched. */
export function plainSentence({ sentence, falsePositives }: Verdict): string {
  if (falsePositives === null) return sentence;
  const measured = falsePositiveWords(falsePositives);
  return sentence.endsWith(measured) ? sentence.slice(0, -measured.length).trim() : sentence;
}
