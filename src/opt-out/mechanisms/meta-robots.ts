import { crawlers } from '../../advice/facts/crawlers.ts';
import type { Mechanism, Reading } from '../mechanism.ts';
import { type MetaTag, readMetaTags, wordsIn } from './meta-tags.ts';

/** The same words in a page itself, to all robots or to one by its name. */
export const metaRobots: Mechanism = {
  name: 'meta-robots',
  title: 'Meta tag for robots',
  of: 'text',
  read: ({ page }) => readMetaTags(page, reading),
};

function reading(tags: readonly MetaTag[]): Reading {
  const robots = new Set(['robots', ...crawlers().map(({ token }) => token.toLowerCase())]);
  const found = tags.flatMap((tag) => {
    const { name } = tag;
    if (!robots.has(name)) return [];
    const directives = wordsIn(tag)
      .toLowerCase()
      .split(',')
      .map((word) => word.trim());
    const noes = directives.filter((word) => word === 'noai' || word === 'noimageai');
    return noes.map((word) => (name === 'robots' ? word : `${name}: ${word}`));
  });
  const said = [...new Set(found)];
  if (said.length === 0) {
    return { state: 'silent', sentence: 'The page’s meta tags say neither noai nor noimageai.', said };
  }
  const sentence = `The page’s meta tags ask that it be left out of AI training (${said.join(', ')}). Who fetches a picture alone does not see them.`;
  return { state: 'reserves', sentence, said };
}
