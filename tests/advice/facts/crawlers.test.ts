import { describe, expect, it } from 'vitest';
import { crawlers, readCrawlers } from '../../../src/advice/facts/crawlers.ts';

const [first] = crawlers();

describe('crawlers', () => {
  it('are the known ones, each with what it is for', () => {
    const tokens = crawlers().map(({ token }) => token);
    for (const token of [
      'GPTBot',
      'ClaudeBot',
      'Google-Extended',
      'CCBot',
      'Applebot-Extended',
      'img2dataset',
    ]) {
      expect(tokens).toContain(token);
    }
  });

  it.each([
    [[first, { ...first, token: first.token.toLowerCase() }], /is used by two entries/],
    [[{ ...first, token: 'two words' }], /'token'/],
    [[{ ...first, source: '' }], /'source'/],
    [[{ ...first, status: 'certain' }], /'status'/],
    [[{ ...first, checkedOn: 'lately' }], /'checkedOn'/],
  ])('are refused where they are not whole: %#', (entries, said) => {
    expect(() => readCrawlers(entries)).toThrow(said);
  });
});
