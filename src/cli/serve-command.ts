import type { Config } from '../runtime/config.ts';
import { hnswlibBuild } from '../index/engines/hnswlib-library.ts';
import { heedStop } from './heed-stop.ts';
import { heldInWords } from './held-words.ts';
import { makeDemoFolder } from './make-demo-folder.ts';
import { terminalWatch } from './progress.ts';
import { print, warn } from './terminal.ts';

/** A check may wait for an answer so long, and then all is closed. */
const CLOSING_MS = 30_000;

/** Serves until it is told to stop. @param demo whether the demo set is indexed first */
export async function serve(config: Config, demo: boolean): Promise<void> {
  // The server is loaded while another process makes the demo's data folder.
  const [{ startServer }] = await Promise.all([
    import('../server.ts'),
    demo ? makeDemoFolder(config) : undefined,
  ]);
  const report = ({ message }: Error): void => warn(message);
  const server = await startServer(config, { demo, watch: terminalWatch, report });
  // Before anybody is told that it is ready.
  let ask = (): void => {};
  const stopped = new Promise<void>((resolve) => (ask = resolve));
  const forget = heedStop({ ask, end: () => process.exit(1), mostMs: CLOSING_MS });
  const database = config.DATABASE_URL ? 'PostgreSQL' : `embedded, in ${config.DATA_DIR}`;
  print([
    heldInWords(server.coverage),
    `Search: ${enginesHere()}, ${config.WORKER_THREADS} threads. Database: ${database}. Stop with Ctrl-C.`,
    `Trainspot is ready: ${server.address}/`,
  ]);
  await stopped;
  await server.close();
  forget();
}

function enginesHere(): string {
  const build = hnswlibBuild();
  return build
    ? `usearch and hnswlib (${build} build)`
    : 'usearch (hnswlib is compiled when it is first needed, by a C++ compiler)';
}
