import type { Config } from '../runtime/config.ts';
import { asTask } from '../runtime/threads/task.ts';
import { configuredDatabase, configuredFingerprinter } from '../service/components.ts';
import { indexDemo } from '../service/indexing/demo.ts';
import { terminalWatch } from './progress.ts';

export default asTask(async (config: Config): Promise<void> => {
  // Its threads start while the database is made.
  const fingerprinter = configuredFingerprinter(config, true);
  try {
    const { database } = await configuredDatabase(config);
    await indexDemo(config, database, { watch: terminalWatch, fingerprinter }).finally(() =>
      database.close(),
    );
  } finally {
    await fingerprinter.close();
  }
});
