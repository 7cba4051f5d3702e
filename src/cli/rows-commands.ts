import type { Command } from 'commander';
import { pictureFromFile } from '../check/receive/picture.ts';
import type { Config } from '../runtime/config.ts';
import { TrainspotError } from '../core/errors.ts';
import type { SuppressionPage } from '../api/suppression.ts';
import { findRows, rowsInWords } from './find-rows.ts';
import { expectLike, likeInWords, MAX_LIKE } from './find-like.ts';
import type { Client } from '../service/trainspot.ts';
import { suppressionInWords, whoAsks } from './suppressions.ts';
import { print, printJson, warn } from './terminal.ts';

interface SubjectOptions {
  url?: string;
  domain?: string;
  /** False with --no-subdomains, else true. */
  subdomains: boolean;
  sha256?: string;
  md5?: string;
}

interface FindOptions extends SubjectOptions {
  caption?: string;
  like?: string;
  dataset?: string;
  limit: string;
  after?: string;
  json?: boolean;
}

interface SuppressOptions extends SubjectOptions {
  picture?: string;
  reason?: string;
  by: string;
  json?: boolean;
}

const DEFAULT_LIMIT = '20';
const MAX_ROWS = 100_000;

/** Adds `find` and `suppress`. */
export function addRowsCommands(program: Command, settings: () => Config): void {
  withSubject(program.command('find').description('look rows up by address, site, file hash or words'))
    .option('--caption <words>', 'words, "a phrase" or the beginning of a word: rutkow*')
    .option(
      '--like <words>',
      'what the pictures show, in words of your own: needs an index of a model that reads words',
    )
    .option('--dataset <name>', 'the one dataset to look in')
    .option('--limit <rows>', 'rows at most', DEFAULT_LIMIT)
    .option('--after <place>', 'go on from there')
    .option('--json', 'as JSON')
    .action((options: FindOptions) => find(options, settings()));

  const suppress = withSubject(
    program
      .command('suppress')
      .description('keep rows out of every answer here; the list and lift show and end it'),
  )
    .option('--picture <file>', 'every row that shows this picture; only its hashes are kept')
    .option('--reason <words>', 'why, for the record')
    .option('--by <name>', 'whose wish it is, for the record', whoAsks())
    .option('--json', 'as JSON')
    .action((options: SuppressOptions) => addOne(options, settings()));
  // Their own flags: those of `suppress` itself stand before the word.
  suppress
    .command('list')
    .description('every suppression, lifted ones too, latest first')
    .action((_: object, command: Command) => list(command.optsWithGlobals(), settings()));
  suppress
    .command('lift')
    .description('show its rows again; the record stays')
    .argument('<id>')
    .action((id: string, _: object, command: Command) => liftOne(id, command.optsWithGlobals(), settings()));
}

function withSubject(command: Command): Command {
  return command
    .option('--url <address>', 'rows at this address, whatever its scheme and fragment')
    .option('--domain <name>', 'rows at this host and all below it')
    .option('--no-subdomains', 'with --domain: at that host alone')
    .option('--sha256 <hex>', 'rows of this very file')
    .option('--md5 <hex>', 'rows of this very file');
}

async function find(options: FindOptions, config: Config): Promise<void> {
  if (options.like !== undefined) return findLike(options.like, options, config);
  const { url, domain, sha256, md5, caption, dataset, after, json } = options;
  const limit = wholeNumber('--limit', options.limit, MAX_ROWS);
  const question = { url, domain, sha256, md5, caption, dataset, after, ...alone(options) };
  const answer = await through(config, (client) => findRows(question, limit, client));
  if (json) printJson(answer);
  else print(rowsInWords(answer));
}

async function findLike(text: string, options: FindOptions, config: Config): Promise<void> {
  expectLike(text, options);
  const limit = wholeNumber('--limit', options.limit, MAX_LIKE);
  const datasets = options.dataset === undefined ? undefined : [options.dataset];
  const answer = await through(config, (client) => client.searchText({ text, datasets, limit }));
  if (options.json) printJson(answer);
  else print(likeInWords(answer));
}

async function addOne(options: SuppressOptions, config: Config): Promise<void> {
  const { url, domain, sha256, md5, picture: file, reason = '', by, json } = options;
  // Said here, so that a running server is not asked in vain.
  if (reason.trim() === '') {
    throw new TrainspotError('usage', "'reason' is empty; say by --reason why, for the record.");
  }
  const picture = file === undefined ? undefined : await pictureFromFile(file, config.UPLOAD_MAX_BYTES);
  const wish = { url, domain, sha256, md5, picture, reason, by, ...alone(options) };
  const added = await through(config, (client) => client.suppress(wish));
  if (json) printJson(added);
  else print(suppressionInWords(added));
}

async function list({ json }: SuppressOptions, config: Config): Promise<void> {
  const all = await through(config, async (client) => {
    const found: SuppressionPage['suppressions'] = [];
    for (let after: number | null = null; ;) {
      const page: SuppressionPage = await client.suppressions(after);
      found.push(...page.suppressions);
      after = page.next;
      if (after === null) return found;
    }
  });
  if (json) printJson(all);
  else if (all.length === 0) print('Nothing is suppressed.');
  else print(all.flatMap(suppressionInWords));
}

async function liftOne(id: string, { reason, by, json }: SuppressOptions, config: Config): Promise<void> {
  const request = { id: wholeNumber('ID', id, Number.MAX_SAFE_INTEGER), by, reason: reason ?? null };
  const lifted = await through(config, (client) => client.lift(request));
  if (json) printJson(lifted);
  else print(suppressionInWords(lifted));
}

/** What is wrong with the words of the command is wrong usage, whoever finds it. */
async function through<T>(config: Config, work: (client: Client) => Promise<T>): Promise<T> {
  const { openClient } = await import('../service/client.ts');
  const client = await openClient(config, ({ message }) => warn(message));
  try {
    return await work(client);
  } catch (error) {
    const isUsage =
      error instanceof TrainspotError &&
      ['lookup-invalid', 'search-invalid', 'suppression-invalid'].includes(error.code);
    throw isUsage ? new TrainspotError('usage', error.message) : error;
  } finally {
    await client.close();
  }
}

/** Said only where it was: a lookup by something else refuses it. */
function alone({ subdomains }: SubjectOptions): { subdomains?: boolean } {
  return subdomains ? {} : { subdomains };
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= 1 && number <= most) return number;
  throw new TrainspotError('usage', `${name} is '${text}'; it should be a whole number from 1 to ${most}.`);
}
