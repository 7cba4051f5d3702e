import type { Config } from '../../runtime/config.ts';
import { dataPaths } from '../../runtime/data-paths.ts';
import { examineDataFolder, examineServer, holderOfData } from './data-folder.ts';
import { lookAtDatabase } from './database.ts';
import { findings, type Finding } from './finding.ts';
import { examineIndexes } from './indexes.ts';
import { examineMachine } from './machine.ts';
import { examineModels } from './models.ts';

/**
 * Looks at everything that a set-up needs, and changes nothing: no table, no file, no picture's address is asked. What follows
 * from another fault is not looked at.
 * @param thorough reads every segment's files and compares their sha256, which takes as long as reading them does
 */
export async function examine(config: Config, { thorough = false } = {}): Promise<Finding[]> {
  const paths = dataPaths(config.DATA_DIR);
  const holder = await holderOfData(paths);
  const found = [
    ...(await examineMachine(config)),
    ...(await examineDataFolder(paths)),
    ...(await examineServer(holder)),
    ...(await examineModels(config)),
  ];
  const ofDatabase = await findings('database', async () => {
    const { found: seen, database, close } = await lookAtDatabase(config, holder);
    try {
      const indexes = database === null ? [] : await examineIndexes(config, database, thorough);
      return [...seen, ...indexes];
    } finally {
      await close();
    }
  });
  return [...found, ...ofDatabase];
}
