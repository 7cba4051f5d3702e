import { crawlers } from '../../advice/facts/crawlers.ts';
import type { OptOutFileKind } from './wish.ts';

const COLLECTORS: ReadonlySet<string> = new Set(['training', 'dataset', 'control']);

export const robotsFile: OptOutFileKind = ({ keepOut }) => {
  const named = crawlers().filter(
    // A tool that never reads the file is not kept out by it.
    ({ purpose, robotsTxt }) => robotsTxt !== 'never-asks' && (keepOut === 'all' || COLLECTORS.has(purpose)),
  );
  const latest = named
    .map(({ checkedOn }) => checkedOn)
    .sort()
    .at(-1);
  return {
    name: 'robots.txt',
    where:
      'At the root of your site, as /robots.txt. Where there is one already, add these lines to it, and take out lines that allow the same crawlers.',
    text: [
      `# Crawlers that collect for AI, as known on ${latest}. New ones appear: look again now and then.`,
      ...named.map(({ token }) => `User-agent: ${token}`),
      'Disallow: /',
      '',
    ].join('\n'),
  };
};

export const aiTxtFile: OptOutFileKind = () => ({
  name: 'ai.txt',
  where: 'At the root of your site, as /ai.txt.',
  text: ['# Nothing of this site may be used to train AI.', 'User-Agent: *', 'Disallow: /', ''].join('\n'),
});

export const tdmrepFile: OptOutFileKind = ({ policyUrl }) => {
  const rule = {
    location: '/',
    'tdm-reservation': 1,
    ...(policyUrl === null ? {} : { 'tdm-policy': policyUrl }),
  };
  return {
    name: '.well-known/tdmrep.json',
    where: 'At your site, as /.well-known/tdmrep.json.',
    text: `${JSON.stringify([rule], null, 2)}\n`,
  };
};
