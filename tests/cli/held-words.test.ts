import { expect, it } from 'vitest';
import { heldInWords } from '../../src/cli/held-words.ts';
import type { Coverage } from '../../src/api/check-result.ts';
import { servedWords } from '../../src/web/words/coverage-words.ts';
import { checkExample } from '../../src/http/schemas/example.ts';

const line = (dataset: string, rowsIndexed: number, model: string | null = 'pocket'): Coverage => ({
  ...checkExample.coverage[0],
  dataset,
  rowsIndexed,
  model,
});

it.each([
  [[], /holds nothing yet.*docs\/manifests\.md/, /Nothing is indexed yet/],
  [
    [line('demo', 50)],
    /holds a demo of 50 drawn pictures; nothing of the real datasets is indexed here yet: docs\/manifests\.md/,
    /^A demo of 50 drawn pictures: nothing of the real datasets is indexed here yet\.$/,
  ],
  [
    [line('demo', 50), line('laion-400m', 1265), line('laion-400m', 1200, 'other')],
    /holds 1,265 pictures of laion-400m; a demo of 50 drawn pictures\.$/,
    /^Searching 1,315 pictures in 2 datasets, a demo of 50 drawn ones among them\.$/,
  ],
  [
    [line('cc3m', 0, null)],
    /holds the rows of cc3m, without pictures\.$/,
    /^Entries of datasets are listed here/,
  ],
  [
    [line('cc3m', 0, null), line('demo', 50)],
    /holds the rows of cc3m, without pictures; a demo of 50 drawn pictures\.$/,
    /^A demo of 50 drawn pictures, and entries of real datasets without their pictures/,
  ],
])('what a server holds is the first thing it says: %#', (coverage, atStart, onPage) => {
  expect(heldInWords(coverage)).toMatch(atStart);
  expect(servedWords(coverage)).toMatch(onPage);
});
