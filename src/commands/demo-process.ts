import type { Config } from '../config/config.ts';
import { asTask } from '../workers/task.ts';
import { indexDemo } from './demo.ts';
import { configuredDatabase, configuredFingerprinter } from './parts.ts';

export default asTask(async (config: Config): Promise<void> => {
  // Its threads start while the database is made.
  const fingerprinter = configuredFingerprinter(config, true);
  try {
    const { database } = await configuredDatabase(config);
    await indexDemo(config, database, fingerprinter).finally(() => database.close());
  } finally {
    await fingerprinter.close();
  }
});
