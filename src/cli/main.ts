import { Command, CommanderError } from 'commander';
import { addAdviceCommands } from './advice-commands.ts';
import type { CalibrateOptions } from './calibrate-command.ts';
import type { CheckOptions } from './check-command.ts';
import type { DoctorOptions } from './doctor-command.ts';
import { addEvidenceCommands } from './evidence-commands.ts';
import type { EnrichRequest } from '../service/indexing/enrich-dataset.ts';
import type { IndexRequest } from '../service/indexing/index-request.ts';
import { addOptOutCommands } from './opt-out-commands.ts';
import { addKeyCommands } from './key-commands.ts';
import { addNoticeCommands } from './notice-commands.ts';
import { addRowsCommands } from './rows-commands.ts';
import type { MergeRequest } from '../service/indexing/merge-segments.ts';
import type { RemoveRequest } from '../service/indexing/remove-rows.ts';
import { print, printText, warn, warnText, writeToWhoReads } from './terminal.ts';
import { systemRefusal } from './system-refusal.ts';
import { loadConfig, type Config } from '../runtime/config.ts';
import { softwareVersion } from '../runtime/software.ts';
import { TrainspotError } from '../core/errors.ts';

writeToWhoReads();

// Each command loads what it needs once it is asked for: all of it took a second of every command.

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
  .action(async ({ demo = false }: { demo?: boolean }) =>
    (await import('./serve-command.ts')).serve(settings(), demo),
  );

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
  .action(async (request: IndexRequest & { json?: boolean }) =>
    (await import('./index-command.ts')).index(request, settings()),
  );

program
  .command('enrich')
  .description('look once at the pictures of rows that were indexed without, and keep their fingerprints')
  .requiredOption('--dataset <name>')
  .option('--release <release>', 'where there are several')
  .option('--rows <file>', 'row ids, one a line; every row when left out')
  .option('--domain <domain>', 'those of a domain and all below it')
  .option('--most <n>', 'so many rows and no more')
  .option('--json', 'the summary line alone')
  .action(async (request: EnrichRequest & { json?: boolean }) =>
    (await import('./enrich-command.ts')).enrich(request, settings()),
  );

program
  .command('remove')
  .description('take rows of a dataset out of what is searched, without indexing anew')
  .requiredOption('--dataset <name>')
  .option('--release <release>', 'where there are several')
  .option('--rows <file>', 'row ids, one a line')
  .option('--all', 'every row')
  .action(async (request: RemoveRequest) =>
    (await import('./remove-command.ts')).remove(request, settings()),
  );

program
  .command('merge')
  .description('merge small index segments into larger ones, as every ingest does at its end')
  .option('--dataset <name>', 'all when left out')
  .option('--release <release>', 'where there are several')
  .option('--json', 'the summary line alone')
  .action(async (request: MergeRequest & { json?: boolean }) =>
    (await import('./merge-command.ts')).merge(request, settings()),
  );

program
  .command('check')
  .description('say whether pictures stand in what is indexed')
  .argument('<picture...>', 'files, folders with all below them, web addresses, or - for standard input')
  .option('--datasets <names>', 'comma-separated; all when left out')
  .option('--evidence <file>', 'of one picture: write what was found and how as a ZIP file for a lawyer')
  .option('--live', 'compare rows with the pictures at their addresses where that waits to be asked for, too')
  .option('--no-live', 'do not wait for rows to be compared with the pictures at their addresses')
  .option('--json', 'an array of results')
  .option('--csv', 'a table: a row for each picture, as soon as it is there')
  .action(async (words: string[], options: CheckOptions) =>
    (await import('./check-command.ts')).check(words, options, settings()),
  );

program
  .command('datasets')
  .description('what is searched here, and what is not')
  .option('--json', 'as JSON')
  .action(async ({ json = false }: { json?: boolean }) =>
    (await import('./datasets-command.ts')).datasets(json, settings()),
  );

program
  .command('doctor')
  .description('what is wrong with this set-up, and what to do')
  .option('--thorough', "read every segment's files too, and compare their sha256")
  .option('--json', 'an array of findings')
  .action(async (options: DoctorOptions) =>
    (await import('./doctor-command.ts')).doctor(options, settings()),
  );

program
  .command('calibrate')
  .description(
    "measure from which cosines on a model's rows may be a picture itself, on pictures of your own",
  )
  .requiredOption('--model <card>', 'see: trainspot models list')
  .requiredOption(
    '--pictures <dir>',
    'folder of pictures, each another one than every other: see docs/calibrate.md',
  )
  .option(
    '--absent-from <names>',
    'comma-separated datasets in which none of them stands: their indexes are asked too',
  )
  .option('--most <n>', 'pictures that are edited and asked; all are rows', '500')
  .option('--json', 'the report as JSON')
  .action(async (options: CalibrateOptions) =>
    (await import('./calibrate-command.ts')).calibrate(options, settings()),
  );

addRowsCommands(program, settings);
addEvidenceCommands(program);
addOptOutCommands(program, settings);
addNoticeCommands(program);
addKeyCommands(program, settings);
addAdviceCommands(program);

const models = program.command('models').description('the embedding models');
models.command('list').action(async () => print(await (await modelCommands()).listModels(settings())));
models
  .command('pull')
  .argument('<name>')
  .option('--from <place>', 'take it from a folder, here or on the web (https://…), instead of the hub')
  .action(async (name: string, { from }: { from?: string }) =>
    print(await (await modelCommands()).pullNamedModel(name, from, settings())),
  );
models
  .command('remove')
  .argument('<name>')
  .action(async (name: string) => print(await (await modelCommands()).removeNamedModel(name, settings())));

const modelCommands = (): Promise<typeof import('./models.ts')> => import('./models.ts');

function settings(): Config {
  const config = loadConfig();
  const { data } = program.opts<{ data?: string }>();
  return data ? { ...config, DATA_DIR: data } : config;
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
