import type { Config } from '../runtime/config.ts';
import { TrainspotError } from '../core/errors.ts';
import { checkFiles, inWords } from './check-files.ts';
import { openClient } from '../service/client.ts';
import { savePack } from './evidence-commands.ts';
import type { LiveWish } from '../service/trainspot.ts';
import { namedPictures } from './named-pictures.ts';
import { waysOut, type WaysOut } from '../service/components.ts';
import { print, printJson, warn } from './terminal.ts';
import { refuseTarget } from './written-file.ts';

export interface CheckOptions {
  /** Names with commas between. */
  datasets?: string;
  evidence?: string;
  json?: boolean;
  /** False by --no-live, true by --live. */
  live?: boolean;
}

function wishOf(live: boolean | undefined): LiveWish {
  if (live === undefined) return 'wait';
  return live ? 'begin' : 'none';
}

/** Checks what `words` name, and says of each what was found; exit code 1 where one could not be checked. */
export async function check(words: string[], options: CheckOptions, config: Config): Promise<void> {
  let web: WaysOut | null = null;
  const pictures = await namedPictures(words, {
    maxBytes: config.UPLOAD_MAX_BYTES,
    downloader: () => (web ??= waysOut(config)).downloader,
    stdin: process.stdin,
    report: warn,
  });
  if (options.evidence !== undefined && pictures.length !== 1) {
    throw new TrainspotError('usage', `--evidence takes one picture; ${pictures.length} were named.`);
  }
  if (options.evidence !== undefined) {
    await refuseTarget(options.evidence, { sources: pictures.map(({ name }) => name), mayReplace: true });
  }
  const names = options.datasets?.split(',').map((name) => name.trim()) ?? [];
  const client = await openClient(config, ({ message }) => warn(message));
  try {
    const how = { datasets: names, live: wishOf(options.live) };
    const answers = await checkFiles(pictures, config, how, client, (file, answer) => {
      if (!options.json) print([...inWords(file, answer), '']);
    });
    if (options.json) printJson(answers);
    const [answer] = answers;
    if (options.evidence !== undefined && 'id' in answer) {
      const { bytes, sha256 } = await client.evidence({ checkId: answer.id });
      const saved = await savePack(options.evidence, bytes, sha256);
      // Beside the results, where they are for a program.
      (options.json ? warn : print)(saved);
    }
    if (answers.some((each) => 'error' in each)) process.exitCode = 1;
  } finally {
    await (web as WaysOut | null)?.close();
    await client.close();
  }
}
