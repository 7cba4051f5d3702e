import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { pictureFromFile } from '../check/receive/picture.ts';
import type { Config } from '../runtime/config.ts';
import { TrainspotError } from '../core/errors.ts';
import type { KeptOut, OptOutAudit } from '../api/opt-out.ts';
import { DATA_MINING_VALUES } from '../fingerprint/xmp/data-mining.ts';
import { writeOptOutFiles } from '../opt-out/files/registry.ts';
import { print, printJson } from './terminal.ts';
import { notWritten, refuseTarget, saveFile } from './written-file.ts';

/** Adds `audit` and `opt-out`. Neither needs a database. */
export function addOptOutCommands(program: Command, settings: () => Config): void {
  program
    .command('audit')
    .description('what a page or picture, and its site, say about AI training')
    .argument('<url>', 'a web address, or a domain')
    .option('--json', 'as JSON')
    .action(async (url: string, { json }: { json?: boolean }) => {
      const [{ auditOptOuts }, { startOptOutReader }, { waysOut }] = await Promise.all([
        import('../opt-out/audit.ts'),
        import('../opt-out/reader.ts'),
        import('../service/components.ts'),
      ]);
      const web = waysOut(settings());
      const reader = startOptOutReader();
      const audit = await auditOptOuts(url, web.looker, reader).finally(() =>
        Promise.all([web.close(), reader.close()]),
      );
      if (json) printJson(audit);
      else print(auditInWords(audit));
    });

  const optOut = program.command('opt-out').description('reserve a site or a picture against AI training');
  optOut
    .command('write')
    .description('write robots.txt, ai.txt, tdmrep.json, header lines and meta tags into a folder')
    .argument('<dir>')
    .option('--keep-out <whom>', 'training, or all: crawlers of AI search and assistants too', 'training')
    .option('--policy <url>', 'page with your terms, for who wants to ask')
    .action((dir: string, { keepOut, policy }: { keepOut: string; policy?: string }) =>
      writeFiles(dir, keepOut, policy ?? null),
    );
  optOut
    .command('mark')
    .description('write a copy of a picture whose metadata reserves it; no pixel is touched')
    .argument('<picture>', 'JPEG, PNG or WebP')
    .argument('<copy>', 'the file to write')
    .option('--overwrite', 'replace the file that is there')
    .option('--value <word>', 'of the PLUS vocabulary', 'DMI-PROHIBITED-AIMLTRAINING')
    .action((picture: string, copy: string, options: MarkOptions) =>
      mark(picture, copy, options, settings().UPLOAD_MAX_BYTES),
    );
}

async function writeFiles(dir: string, keepOut: string, policyUrl: string | null): Promise<void> {
  if (keepOut !== 'training' && keepOut !== 'all') {
    throw new TrainspotError('usage', `--keep-out is '${keepOut}'; it should be training or all.`);
  }
  for (const { name, where, text } of writeOptOutFiles({ keepOut: keepOut satisfies KeptOut, policyUrl })) {
    const path = join(dir, name);
    await mkdir(dirname(path), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
      throw notWritten(dirname(path), cause);
    });
    // What lies there may be the artist's own robots.txt.
    await saveFile(path, text, 'wx');
    print([path, `    ${where}`]);
  }
}

interface MarkOptions {
  value: string;
  overwrite?: boolean;
}

async function mark(
  file: string,
  copy: string,
  { value: word, overwrite: mayReplace = false }: MarkOptions,
  maxBytes: number,
): Promise<void> {
  const value = DATA_MINING_VALUES.find((known) => known === word);
  if (value === undefined) {
    throw new TrainspotError(
      'usage',
      `--value is '${word}'; it should be one of ${DATA_MINING_VALUES.join(', ')}.`,
    );
  }
  await refuseTarget(copy, { sources: [file], mayReplace });
  const { startOptOutReader } = await import('../opt-out/reader.ts');
  const reader = startOptOutReader();
  const { bytes } = await reader
    .mark(await pictureFromFile(file, maxBytes), value)
    .finally(() => reader.close());
  await saveFile(copy, bytes, mayReplace ? 'w' : 'wx');
  print(`${copy}: the same picture, and its metadata says ${value}.`);
}

function auditInWords({ url, summary, mechanisms, crawlers, fetched }: OptOutAudit): string[] {
  // Of what nobody answered for, the summary has said all.
  if (fetched.every(({ httpStatus }) => httpStatus === null)) return [url, `  ${summary}`];
  return [
    url,
    `  ${summary}`,
    '  Ways of saying no:',
    ...mechanisms.map(({ title, sentence }) => `    ${title}: ${sentence}`),
    '  Crawlers:',
    ...crawlers.map(
      ({ sentence, status }) => `    ${sentence}${status === 'unverified' ? ' (unverified)' : ''}`,
    ),
    '  Fetched:',
    ...fetched.map(
      ({ url: asked, httpStatus, failure }) =>
        `    ${httpStatus ?? '–'}  ${asked}${failure === null ? '' : `  ${failure}`}`,
    ),
  ];
}
