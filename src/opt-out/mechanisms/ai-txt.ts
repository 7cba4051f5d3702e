import { parseRobots } from '../../net/rules/robots.ts';
import type { Mechanism, Reading } from '../mechanism.ts';
import { readSiteFile } from '../site-file.ts';

/** Spawning's ai.txt: written as a robots.txt is, and read when a file is fetched for training. */
export const aiTxt: Mechanism = {
  name: 'ai-txt',
  title: 'ai.txt',
  of: 'aiTxt',
  read: ({ aiTxt: file, url }) => readSiteFile('ai.txt', 'lines', file, (text) => reading(text, url)),
};

function reading(text: string | null, url: URL): Reading {
  // Many servers send their start page for whatever is not there.
  if (text === null || !/^[ \t]*user-agent[ \t]*:/im.test(text)) {
    return { state: 'silent', sentence: 'There is no ai.txt.', said: [] };
  }
  if (parseRobots(text, 'spawning-ai').allows(url)) {
    return { state: 'silent', sentence: 'ai.txt does not forbid this address.', said: [] };
  }
  const sentence =
    'ai.txt forbids the use of this address for training. Only who works with Spawning’s tools is known to read it.';
  return { state: 'reserves', sentence, said: ['Disallow'] };
}
