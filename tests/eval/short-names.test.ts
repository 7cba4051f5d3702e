import { describe, expect, it } from 'vitest';
import { shortNames } from '../../scripts/eval/report/short-names.ts';

describe('short names of models', () => {
  it.each([
    [['pocket'], ['pocket']],
    [
      ['pocket', '../elsewhere/tiny/'],
      ['pocket', 'tiny'],
    ],
    [
      ['pocket', '../shared/pocket'],
      ['pocket', 'shared/pocket'],
    ],
    [
      ['/a/x/pocket', '/b/x/pocket', 'tiny'],
      ['a/x/pocket', 'b/x/pocket', 'tiny'],
    ],
    [[], []],
  ])('tell %j apart', (models, names) => {
    expect([...shortNames(models)]).toEqual(models.map((model, i) => [model, names[i]]));
  });
});
