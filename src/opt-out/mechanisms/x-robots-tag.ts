import { robotsTag } from '../../net/opt-out.ts';
import { type Mechanism, noAnswer } from '../mechanism.ts';

/** DeviantArt's words of 2022, in a header: any kind of file can have them. */
export const xRobotsTag: Mechanism = {
  name: 'x-robots-tag',
  title: 'X-Robots-Tag header',
  of: 'headers',
  read({ page }) {
    if (page === null) return noAnswer();
    const said = robotsTag(page.headers)
      .filter(({ directive }) => directive === 'noai' || directive === 'noimageai')
      .map(({ robot, directive }) => (robot === null ? directive : `${robot}: ${directive}`));
    if (said.length === 0) {
      return { state: 'silent', sentence: 'The answer’s headers say neither noai nor noimageai.', said };
    }
    const sentence = `The answer’s headers ask that this be left out of AI training (${said.join(', ')}). img2dataset heeds that; few others say whether they do.`;
    return { state: 'reserves', sentence, said };
  },
};
