import { Command, CommanderError } from 'commander';
import { addAdviceCommands } from './advice-commands.ts';
import { check, type CheckOptions } from './check-command.ts';
import { coverageInWords } from './check-files.ts';
import { commandDatabase } from '../service/command-database.ts';
import { openDoor } from '../service/check-client.ts';
import { addEvidenceCommands } from './evidence-commands.ts';
import { heldInWords } from './held-words.ts';
import { heedStop } from './heed-stop.ts';
import { index } from './index-command.ts';
import type { IndexRequest } from '../service/indexing/index-request.ts';
import { listModels, pullNamedModel, removeNamedModel } from './models.ts';
import { addOptOutCommands } from './opt-out-commands.ts';
import { addKeyCommands } from './key-commands.ts';
import { makeDemoFolder } from './make-demo-folder.ts';
import { addNoticeCommands } from './notice-commands.ts';
import { terminalWatch } from './progress.ts';
import { addRowsCommands } from './rows-commands.ts';
import { removeRows, type RemoveRequest } from '../service/indexing/remove-rows.ts';
import { print, printJson, printText, warn, warnText, writeToWhoReads } from './terminal.ts';
import { systemRefusal } from './system-refusal.ts';
import { loadConfig, type Config } from '../runtime/config.ts';
import { softwareVersion } from '../runtime/software.ts';
import { TrainspotError } from '../core/errors.ts';
import { hnswlibBuild } from '../index/engines/hnswlib-library.ts';
import { startServer } from '../server.ts';

/** A check may wait for an answer so long, and then all is closed. */
const CLOSING_MS = 30_000;

writeToWhoReads();

const program = new Command('trainspot')
  .description('Has my picture been in the public data that trained AI models, and what can I do about it?')
  .version(await softwareVersion())
  .exitOverride()
  .configureOutput({ writeOut: printText, writeErr: warnText })
  .showHelpAfterError()
  .configureHelp({ showGlobalOptions: true })
  .option('--data <dir>', 'data folder (or DATA_DIR)');

program
  .command('serve')
  .description('start the page and the REST service')
  .option('--demo', 'index the bundled demo set first, if it is not there yet')
  .action(({ demo = false }: { demo?: boolean }) => serve(settings(), demo));

program
  .command('index')
  .description('index a manifest, adding only what is new')
  .option('--dataset <name>', 'such as laion-400m; may be left out where the manifest tells')
  .option('--manifest <files...>', 'files that list the rows, or folders of them: see docs/manifests.md')
  .option('--format <name>', "the manifest's format; recognised when left out")
  .option('--columns <map>', 'how to read a file of another kind, such as url=image_link,caption=alt')
  .option('--pictures <dir>', 'folder of the pictures; without it they are fetched from the web')
  .option(
    '--embeddings <dir>',
    'embeddings published with the dataset, instead of a manifest: nothing is fetched',
  )
  .option(
    '--metadata-only',
    "save the manifest's rows alone: nothing is fetched, nothing can be searched by picture",
  )
  .option('--release <release>', "the dataset's release")
  .option('--model <card>', 'see: trainspot models list')
  .option('--rebuild', 'index every row anew, for an index that is damaged')
  .option('--json', 'the summary line alone')
  .action((request: IndexRequest & { json?: boolean }) => index(request, settings()));

program
  .command('remove')
  .description('take rows of a dataset out of what is searched, without indexing anew')
  .requiredOption('--dataset <name>')
  .option('--release <release>', 'where there are several')
  .option('--rows <file>', 'row ids, one a line')
  .option('--all', 'every row')
  .action((request: RemoveRequest) => remove(request, settings()));

program
  .command('check')
  .description('say whether pictures stand in what is indexed')
  .argument('<picture...>', 'files, folders with all below them, web addresses, or - for standard input')
  .option('--datasets <names>', 'comma-separated; all when left out')
  .option('--evidence <file>', 'of one picture: write what was found and how as a ZIP file for a lawyer')
  .option('--json', 'an array of results')
  .action((words: string[], options: CheckOptions) => check(words, options, settings()));

program
  .command('datasets')
  .description('what is searched here, and what is not')
  .option('--json', 'as JSON')
  .action(({ json }: { json?: boolean }) => datasets(json === true, settings()));

addRowsCommands(program, settings);
addEvidenceCommands(program);
addOptOutCommands(program, settings);
addNoticeCommands(program);
addKeyCommands(program, settings);
addAdviceCommands(program);

const models = program.command('models').description('the embedding models');
models.command('list').action(async () => print(await listModels(settings())));
models
  .command('pull')
  .argument('<name>')
  .option('--from <dir>', 'take it from a local folder instead of the hub')
  .action(async (name: string, { from }: { from?: string }) =>
    print(await pullNamedModel(name, from, settings())),
  );
models
  .command('remove')
  .argument('<name>')
  .action(async (name: string) => print(await removeNamedModel(name, settings())));

function settings(): Config {
  const config = loadConfig();
  const { data } = program.opts<{ data?: string }>();
  return data ? { ...config, DATA_DIR: data } : config;
}

async function serve(config: Config, demo: boolean): Promise<void> {
  if (demo) await makeDemoFolder(config);
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

async function remove(request: RemoveRequest, config: Config): Promise<void> {
  const { database } = await commandDatabase(config);
  try {
    printJson(await removeRows(request, config, database), 0);
  } finally {
    await database.close();
  }
}

async function datasets(json: boolean, config: Config): Promise<void> {
  const door = await openDoor(config, ({ message }) => warn(message));
  try {
    const { coverage, notSearched } = await door.searched();
    if (json) printJson({ searched: coverage, notSearched });
    else print(coverageInWords(coverage, notSearched));
  } finally {
    await door.close();
  }
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said it already; help and version end with 0.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof TrainspotError) {
    const refusal = systemRefusal(error, 'rights');
    warn(`trainspot: ${error.message}${refusal === null ? '' : ` ${refusal}`}`);
    process.exitCode = error.code === 'usage' || error.code === 'config-invalid' ? 2 : 1;
  } else if (systemRefusal(error, 'any') !== null) {
    warn(`trainspot: ${systemRefusal(error, 'any')}`);
    process.exitCode = 1;
  } else {
    warnText(`trainspot: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
