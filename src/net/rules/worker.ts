import { parseUrl } from '../../core/parse-url.ts';
import { asBoundedTask } from '../../runtime/threads/task.ts';
import type { LongFile, LongFileAnswer } from './long-files.ts';
import { parseRobots } from './robots.ts';
import { parseTdmrep } from './tdmrep.ts';

/** The file that was asked about last: rows of one host come together. */
let last: { file: LongFile; ask: (url: URL) => LongFileAnswer } | null = null;

export default asBoundedTask(({ file, url }: { file: LongFile; url: string }): LongFileAnswer => {
  const address = parseUrl(url);
  if (address === null) throw new Error('The address that a file is asked about is none.');
  if (last?.file.text !== file.text || last.file.kind !== file.kind) last = { file, ask: readerOf(file) };
  return last.ask(address);
});

function readerOf(file: LongFile): (url: URL) => LongFileAnswer {
  if (file.kind === 'tdmrep') {
    const reserves = parseTdmrep(file.text);
    return (url) => ({ isWithheld: reserves(url), crawlDelaySeconds: null });
  }
  const rules = parseRobots(file.text, file.productToken);
  return (url) => ({ isWithheld: !rules.allows(url), crawlDelaySeconds: rules.crawlDelaySeconds });
}
