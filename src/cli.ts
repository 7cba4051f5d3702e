import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addAdviceCommands } from './commands/advice-commands.ts';
import { checkFiles, coverageInWords, inWords } from './commands/check-files.ts';
import { openDoor } from './commands/door.ts';
import { addEvidenceCommands, savePack } from './commands/evidence-commands.ts';
import { indexDataset } from './commands/index-dataset.ts';
import { ingestFailure } from './commands/ingest-failure.ts';
import { countsInWords, type IndexRequest } from './commands/index-request.ts';
import { kindOf } from './commands/ingest-kinds.ts';
import { listModels, pullNamedModel, removeNamedModel } from './commands/models.ts';
import { addOptOutCommands } from './commands/opt-out-commands.ts';
import { addKeyCommands } from './commands/key-commands.ts';
import { addNoticeCommands } from './commands/notice-commands.ts';
import { configuredDatabase } from './commands/parts.ts';
import { addRowsCommands } from './commands/rows-commands.ts';
import { removeRows, type RemoveRequest } from './commands/remove-rows.ts';
import { print, printJson, printText, warn, warnText, writeToWhoReads } from './commands/terminal.ts';
import { loadConfig, type Config } from './config/config.ts';
import { TrainspotError } from './core/errors.ts';
import { hnswlibBuild } from './index/hnswlib-library.ts';
import { startServer } from './server.ts';

writeToWhoReads();

const program = new Command('trainspot')
  .description('Has my picture been in the public data that trained AI models, and what can I do about it?')
  .version(version())
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
  .argument('<file...>')
  .option('--datasets <names>', 'comma-separated; all when left out')
  .option('--evidence <file>', 'of one picture: write what was found and how as a ZIP file for a lawyer')
  .option('--json', 'an array of results')
  .action((files: string[], options: CheckOptions) => check(files, options, settings()));

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

function version(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

function settings(): Config {
  const config = loadConfig();
  const { data } = program.opts<{ data?: string }>();
  return data ? { ...config, DATA_DIR: data } : config;
}

async function serve(config: Config, demo: boolean): Promise<void> {
  const server = await startServer(config, demo);
  const database = config.DATABASE_URL ? 'PostgreSQL' : `embedded, in ${config.DATA_DIR}`;
  print([
    `Search: ${enginesHere()}, ${config.WORKER_THREADS} threads. Database: ${database}. Stop with Ctrl-C.`,
    `Trainspot is ready: ${server.address}/`,
  ]);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
}

function enginesHere(): string {
  const build = hnswlibBuild();
  return build
    ? `usearch and hnswlib (${build} build)`
    : 'usearch (hnswlib was not compiled: no C++ compiler)';
}

async function index(request: IndexRequest & { json?: boolean }, config: Config): Promise<void> {
  // Wrong usage is told before anything is opened or made.
  kindOf(request);
  const { database } = await configuredDatabase(config).catch((error: unknown) => {
    throw ingestFailure(error, config);
  });
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  try {
    const summary = await indexDataset(request, config, database, request.json === true, stop.signal);
    if (!request.json) warn(`${countsInWords(summary)}, in ${summary.seconds.toFixed(1)} s`);
    for (const place of request.json ? [] : summary.refusedRows) warn(`refused: ${place}`);
    if (summary.note !== undefined) warn(`trainspot: ${summary.note}`);
    printJson(summary, 0);
    if (stop.signal.aborted) {
      warn('trainspot: Stopped before the end; run the same command again to go on.');
      process.exitCode = 1;
    }
  } finally {
    await database.close();
  }
}

async function remove(request: RemoveRequest, config: Config): Promise<void> {
  const { database } = await configuredDatabase(config);
  try {
    printJson(await removeRows(request, config, database), 0);
  } finally {
    await database.close();
  }
}

interface CheckOptions {
  datasets?: string;
  evidence?: string;
  json?: boolean;
}

async function check(files: string[], options: CheckOptions, config: Config): Promise<void> {
  if (options.evidence !== undefined && files.length !== 1) {
    throw new TrainspotError('usage', `--evidence takes one picture; ${files.length} were named.`);
  }
  const names = options.datasets?.split(',').map((name) => name.trim()) ?? [];
  const door = await openDoor(config);
  try {
    const answers = await checkFiles(files, config, names, door, (file, answer) => {
      if (!options.json) print([...inWords(file, answer), '']);
    });
    if (options.json) printJson(answers);
    const [answer] = answers;
    if (options.evidence !== undefined && 'id' in answer) {
      const { bytes, sha256 } = await door.evidence(answer.id);
      const saved = await savePack(options.evidence, bytes, sha256);
      // Beside the results, where they are for a program.
      (options.json ? warn : print)(saved);
    }
    if (answers.some((each) => 'error' in each)) process.exitCode = 1;
  } finally {
    await door.close();
  }
}

async function datasets(json: boolean, config: Config): Promise<void> {
  const door = await openDoor(config);
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
    warn(`trainspot: ${error.message}`);
    process.exitCode = error.code === 'usage' || error.code === 'config-invalid' ? 2 : 1;
  } else {
    warnText(`trainspot: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
