import type { Config } from '../runtime/config.ts';
import { openClient } from '../service/client.ts';
import { coverageInWords } from './check-files.ts';
import { print, printJson, warn } from './terminal.ts';

/** Says what is searched here, and what is not. */
export async function datasets(json: boolean, config: Config): Promise<void> {
  const client = await openClient(config, ({ message }) => warn(message));
  try {
    const { coverage, notSearched, models } = await client.searched();
    if (json) printJson({ searched: coverage, notSearched, models });
    else print(coverageInWords(coverage, notSearched));
  } finally {
    await client.close();
  }
}
