// One side of `check-queries.ts`: a process that checks pictures by a checkout's own service, and asks its database again what
// they asked, once for each message.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Database } from '../../src/db/database.ts';
import type { openDatabase } from '../../src/db/open.ts';
import type { loadConfig } from '../../src/runtime/config.ts';
import type { openTrainspot } from '../../src/service/open-trainspot.ts';

export interface QueriesTask {
  /** The checkout whose service it is. */
  root: string;
  dataDir: string;
  pictures: string;
  /** How many of them are checked. */
  sample: number;
}

export interface QueryFigures {
  queriesPerCheck: number;
  cpuMsPerCheck: number;
}

/** How often each question is asked again in one round. */
const REPEATS = 5;

let round: () => Promise<QueryFigures>;

process.on('message', (message: QueriesTask | 'again') => {
  void (async () => {
    if (message !== 'again') {
      round = await checked(message);
      await round();
    }
    process.send?.(await round());
  })();
});

async function checked({
  root,
  dataDir,
  pictures,
  sample,
}: QueriesTask): Promise<() => Promise<QueryFigures>> {
  const from = async <Module>(path: string): Promise<Module> =>
    (await import(pathToFileURL(join(root, path)).href)) as Module;
  const { openDatabase: open } = await from<{ openDatabase: typeof openDatabase }>('src/db/open.ts');
  const { loadConfig: load } = await from<{ loadConfig: typeof loadConfig }>('src/runtime/config.ts');
  const service = await from<{ openTrainspot: typeof openTrainspot }>('src/service/open-trainspot.ts');
  const { database } = await open({ dataDir });
  const asked: (() => Promise<unknown>)[] = [];
  const config = { ...load({}), DATA_DIR: dataDir, LIVE_COMPARE: 'off' as const };
  const opened = service.openTrainspot(config, remembering(database, asked), { report: console.error });
  const names = readdirSync(pictures).slice(0, sample);
  // What opens the indexes is none of a check's.
  await opened.searched();
  for (const name of names) await opened.checkPicture(new Uint8Array(readFileSync(join(pictures, name))), {});
  const questions = [...asked];
  await opened.close();
  return async () => {
    const before = process.cpuUsage();
    for (let repeat = 0; repeat < REPEATS; repeat++) for (const question of questions) await question();
    const { user, system } = process.cpuUsage(before);
    return {
      queriesPerCheck: questions.length / names.length,
      cpuMsPerCheck: (user + system) / 1000 / REPEATS / names.length,
    };
  };
}

/** The same database, which remembers what is asked of it so that somebody waits for the answer. */
function remembering(database: Database, asked: (() => Promise<unknown>)[]): Database {
  return {
    ...database,
    for(purpose, signal) {
      const own = database.for(purpose, signal);
      if (purpose !== 'answer') return own;
      const again = database.for(purpose);
      return {
        ...own,
        query<Row>(...question: Parameters<Database['query']>) {
          asked.push(() => again.query(...question));
          return own.query<Row>(...question);
        },
      };
    },
  };
}
