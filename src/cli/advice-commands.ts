import { type Command, Option } from 'commander';
import { type Answers, YES_NO } from '../api/answers.ts';
import type { PostQuestionnaire } from '../api/exposure.ts';
import { TrainspotError } from '../core/errors.ts';
import { type Grade, GRADES } from '../core/evidence.ts';
import { answerExposures } from '../advice/exposure/expose.ts';
import { allPlatforms } from '../advice/facts/platforms.ts';
import { answerRoutes } from '../advice/question.ts';
import type { RouteQuery } from '../api/routes.ts';
import { exposuresInWords, routesInWords } from './advice-words.ts';
import { matchesIn } from './match-file.ts';
import { print, printJson } from './terminal.ts';

interface RouteOptions extends Partial<Answers> {
  dataset?: string;
  row?: string;
  url?: string;
  match?: string;
  grade?: Grade;
  json?: boolean;
}

interface ExposureOptions extends PostQuestionnaire {
  json?: boolean;
}

/** Adds `route` and `exposure`, which answer from the bundled facts alone: nothing is opened, nothing is sent. */
export function addAdviceCommands(program: Command): void {
  program
    .command('route')
    .description('who can be asked about a row, the next thing to do first')
    .option('--dataset <name>', 'such as laion-400m')
    .option('--row <id>', 'the publisher’s id of the row, to fill it in')
    .option('--url <address>', 'where the dataset says the picture is')
    .option(
      '--match <file>',
      'or the row in JSON: a match of a check, or its answer, of which the first is taken',
    )
    .addOption(new Option('--grade <grade>', 'of the evidence that found the row').choices(GRADES))
    .addOption(yesNo('--own-page', 'whether that is your own page, site or account'))
    .addOption(yesNo('--in-picture', 'whether the picture shows you'))
    .addOption(yesNo('--may-act', 'whether you hold the rights, or are authorised'))
    .option('--residence <where>', 'a country’s two letters, or EU, EEA, UK, CH, US, other')
    .option('--json', 'as JSON')
    .action((options: RouteOptions) => route(options));
  program
    .command('exposure')
    .description('whether private training programmes reach a post')
    .option(
      '--platform <name>',
      `${allPlatforms()
        .map(({ name }) => name)
        .join(', ')}`,
    )
    .option('--posted <when>', 'YYYY-MM-DD, YYYY-MM or YYYY')
    .option('--region <where>', 'where its author lived then: a country’s two letters, US-CA, EU, other …')
    .addOption(yesNo('--public', 'whether everybody could see it'))
    .addOption(yesNo('--adult-then', 'whether its author was 18 or older then'))
    .addOption(yesNo('--adult-now', 'whether its author is 18 or older now'))
    .addOption(yesNo('--hashtags', 'whether it had hashtags'))
    .addOption(yesNo('--face', 'whether its picture shows your face'))
    .addOption(yesNo('--own-post', 'whether your own account posted it'))
    .option('--json', 'as JSON')
    .action((options: ExposureOptions) => exposure(options));
}

function yesNo(name: string, description: string): Option {
  return new Option(`${name} <answer>`, description).choices(YES_NO);
}

async function route({ json, ...options }: RouteOptions): Promise<void> {
  const { dataset, row, url, match, grade, ...answers } = options;
  if (match !== undefined && [dataset, row, url, grade].some((part) => part !== undefined)) {
    throw new TrainspotError('usage', '--match names the row already; leave the others out.');
  }
  const named = match === undefined ? { dataset, rowId: row, url, grade } : await firstOf(match);
  const routes = asUsage(() => answerRoutes({ ...named, answers }));
  if (json) printJson(routes);
  else print(routesInWords(routes));
}

async function firstOf(file: string): Promise<RouteQuery> {
  const [match] = await matchesIn(file);
  if (match === undefined) throw new TrainspotError('usage', `--match: '${file}' holds no match.`);
  return { dataset: match.dataset, rowId: match.rowId, url: match.url };
}

function exposure({ json, ...asked }: ExposureOptions): void {
  if (!json && Object.keys(asked).length === 0) {
    print('  Say at least --platform: of a post of which nothing is known, nobody can tell.');
    return;
  }
  const exposures = asUsage(() => answerExposures(asked));
  if (json) printJson({ exposures });
  else print(exposuresInWords(exposures));
}

/** What is wrong with the words of the command is wrong usage. */
function asUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof TrainspotError ? new TrainspotError('usage', error.message) : error;
  }
}
