import type { Config } from '../runtime/config.ts';
import { TrainspotError } from '../core/errors.ts';
import type { CheckResult } from '../api/check-result.ts';
import { checkFiles, type FailedCheck, inWords } from './check-files.ts';
import { CSV_HEAD, csvLine, csvRow } from './csv-rows.ts';
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
  csv?: boolean;
  /** False by --no-live, true by --live. */
  live?: boolean;
}

function wishOf(live: boolean | undefined): LiveWish {
  if (live === undefined) return 'wait';
  return live ? 'begin' : 'none';
}

/** Checks what `words` name, and says of each what was found; exit code 1 where one could not be checked. */
export async function check(words: string[], options: CheckOptions, config: Config): Promise<void> {
  if (options.csv && options.json) {
    throw new TrainspotError('usage', 'Choose one of --csv and --json: both are printed in the same place.');
  }
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
    const answers: (CheckResult | FailedCheck)[] = [];
    let [lastId, failed]: [string | null, number] = [null, 0];
    if (options.csv) print(csvLine(CSV_HEAD));
    await checkFiles(pictures, config, how, client, (file, answer) => {
      if ('error' in answer) failed++;
      else lastId = answer.id;
      if (options.json) answers.push(answer);
      else print(options.csv ? csvLine(csvRow(file, answer)) : [...inWords(file, answer), '']);
    });
    if (options.json) printJson(answers);
    if (options.evidence !== undefined && lastId !== null) {
      const { bytes, sha256 } = await client.evidence({ checkId: lastId });
      const saved = await savePack(options.evidence, bytes, sha256);
      // Beside the results, where they are for a program.
      (options.json || options.csv ? warn : print)(saved);
    }
    if (failed > 0) process.exitCode = 1;
  } finally {
    await (web as WaysOut | null)?.close();
    await client.close();
  }
}
