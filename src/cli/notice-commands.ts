import type { Command } from 'commander';
import { TrainspotError } from '../core/errors.ts';
import {
  type Notice,
  NOTICE_LANGUAGES,
  type NoticeInput,
  type NoticeLanguage,
  type NoticeMatch,
} from '../api/notice.ts';
import { noticeKinds, writeNotice } from '../notices/notice.ts';
import { readNotice } from '../notices/read.ts';
import { matchesIn } from './match-file.ts';
import { print, printJson, printText, warn } from './terminal.ts';
import { refuseTarget, saveFile } from './written-file.ts';

interface NoticeOptions {
  language: string;
  match?: string;
  dataset?: string;
  release?: string;
  row?: string;
  url?: string;
  to?: string;
  email?: string;
  address?: string;
  link?: string;
  date?: string;
  field: string[];
  state: string[];
  pdf?: string;
  json?: boolean;
}

/** Adds `notice`: letters for the artist to send. It needs no data folder and no server, and sends nothing. */
export function addNoticeCommands(program: Command): void {
  program
    .command('notice')
    .description(
      'write a letter for you to send; nothing is ever sent. Without a kind: the kinds, and what they ask',
    )
    .argument('[kind]')
    .option('--language <code>', NOTICE_LANGUAGES.join(', '), 'en')
    .option('--match <file>', 'JSON: a match of a check, a list of them, or a whole answer of a check')
    .option('--dataset <name>', 'or name the row by these four')
    .option('--release <release>')
    .option('--row <id>', 'the sample id')
    .option('--url <address>')
    .option('--to <name>', 'who gets it')
    .option('--email <address>', 'their e-mail')
    .option('--address <text>', 'their postal address')
    .option('--link <address>', 'their form or page')
    .option('--date <day>', 'such as 2026-11-24; today when left out')
    .option('--field <name=text>', 'what you say; again for each', collect, [])
    .option('--state <name>', 'a statement that you make, such as goodFaith; again for each', collect, [])
    .option('--pdf <file>', 'write it as a PDF')
    .option('--json', 'as JSON')
    .action((kind: string | undefined, options: NoticeOptions) =>
      kind === undefined ? listKinds(options.json === true) : write(kind, options),
    );
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function listKinds(json: boolean): void {
  const kinds = noticeKinds();
  if (json) return printJson(kinds);
  for (const { id, title, law, whoMayUse, canAchieve, questions } of kinds) {
    const asked = questions.flatMap(({ name, type, ask, required, options }) => {
      const flag = type === 'statement' ? `--state ${name}` : `--field ${name}=…`;
      const needed = required === true ? '' : required === false ? ' (if you like)' : ' (sometimes)';
      const choices = options.map(({ value, words }) => `        ${value}: ${words}`);
      return [`    ${flag}${needed}`, `      ${ask}`, ...choices];
    });
    print([`${id}: ${title}, ${law}`, `  ${whoMayUse}`, `  ${canAchieve}`, ...asked, '']);
  }
}

async function write(kind: string, options: NoticeOptions): Promise<void> {
  const { pdf, match } = options;
  if (pdf !== undefined) {
    await refuseTarget(pdf, { sources: match === undefined ? [] : [match], mayReplace: true });
  }
  const wish = await wishOf(kind, options);
  try {
    const request = readNotice(wish, new Date());
    const notice = writeNotice(request);
    if (pdf !== undefined) {
      const { noticePdf } = await import('../notices/pdf.ts');
      await saveFile(pdf, await noticePdf(request));
    }
    if (options.json) printJson(notice);
    else tell(notice, pdf);
  } catch (error) {
    const isUsage = error instanceof TrainspotError && error.code === 'notice-invalid';
    throw isUsage ? new TrainspotError('usage', error.message) : error;
  }
}

/** The letter on standard output, so that it can be put into a file; what it lacks on standard error. */
function tell({ subject, text, missing, warnings }: Notice, pdf: string | undefined): void {
  if (pdf === undefined) {
    print([subject, '']);
    printText(text);
  }
  for (const { field, ask } of missing) warn(`trainspot: missing: ${field}: ${ask}`);
  for (const warning of warnings) warn(`trainspot: ${warning}`);
}

async function wishOf(kind: string, options: NoticeOptions): Promise<NoticeInput> {
  const { language, to, email, address, link, date, field, state } = options;
  if (!NOTICE_LANGUAGES.some((one) => one === language)) {
    throw new TrainspotError(
      'usage',
      `--language is '${language}'; it is one of ${NOTICE_LANGUAGES.join(', ')}.`,
    );
  }
  const said = field.map((text): [string, string] => {
    const [name, ...rest] = text.split('=');
    if (rest.length > 0) return [name, rest.join('=')];
    throw new TrainspotError('usage', `--field is '${text}'; it should be like name=Jane Doe.`);
  });
  return {
    kind,
    language: language as NoticeLanguage,
    matches: await matchesOf(options),
    recipient: { name: to, email, address, link },
    fields: { ...Object.fromEntries(said), ...Object.fromEntries(state.map((name) => [name, true])) },
    date,
  };
}

async function matchesOf({ match, dataset, release, row, url }: NoticeOptions): Promise<NoticeMatch[]> {
  const parts = [dataset, release, row, url].filter((part) => part !== undefined);
  if (match !== undefined) {
    if (parts.length > 0)
      throw new TrainspotError('usage', '--match names the row already; leave the others out.');
    return matchesIn(match);
  }
  if (parts.length === 0) return [];
  if (dataset === undefined || release === undefined || row === undefined || url === undefined) {
    throw new TrainspotError(
      'usage',
      'A row is named by --dataset, --release, --row and --url, all four of them.',
    );
  }
  return [{ dataset, release, rowId: row, url }];
}
