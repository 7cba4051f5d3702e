import { dataFolderHolder } from '../db/data-folder.ts';
import type { Config } from '../runtime/config.ts';
import { compiledLate } from '../runtime/wasm-tiering.ts';
import { clientOf } from './http-client.ts';
import type { Client } from './trainspot.ts';

/**
 * The running server where one holds the embedded database (it belongs to one process), else the service in this
 * process.
 * @param report told of an index that cannot be opened
 */
export async function openClient(config: Config, report: (problem: Error) => void): Promise<Client> {
  const holder = config.DATABASE_URL ? null : await dataFolderHolder(config.DATA_DIR);
  if (holder?.address) return clientOf(holder.address, config.ADMIN_KEY);
  // What works here is loaded where it is needed: a running server has it all.
  const [{ configuredDatabase }, { openTrainspot }, { lookUp }] = await Promise.all([
    import('./components.ts'),
    import('./open-trainspot.ts'),
    import('../rows/look-up.ts'),
  ]);
  const { database } = await compiledLate(() => configuredDatabase(config));
  const trainspot = openTrainspot(config, database, { report });
  return {
    ...trainspot,
    async checkPicture(picture, { datasets, live }) {
      const { recent } = trainspot;
      const answer = await trainspot.checkPicture(picture, { datasets });
      const checkId = answer.id;
      if (live === 'begin' && answer.live.state === 'ask') await recent.begin({ checkId });
      return live === 'none' || answer.live.state === 'off' ? answer : recent.read({ checkId, wait: true });
    },
    // Whoever waits at a terminal waits as long as it takes.
    lookUp: (query) => lookUp(query, database),
    close: () => trainspot.close().finally(() => database.close()),
  };
}
