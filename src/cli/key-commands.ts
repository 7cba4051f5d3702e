import type { Command } from 'commander';
import type { Config } from '../runtime/config.ts';
import { counted } from '../core/words/counts.ts';
import { TrainspotError } from '../core/errors.ts';
import type { Database } from '../db/database.ts';
import { print, printJson, warn } from './terminal.ts';

/** Adds `keys`: API keys by which programs own cases. */
export function addKeyCommands(program: Command, settings: () => Config): void {
  const keys = program.command('keys').description('API keys, by which programs own cases');
  keys
    .command('add')
    .description('make a key; it is shown this once')
    .argument('<name>', 'whose it is')
    .action((name: string) =>
      over(settings(), async (database) => {
        const { addApiKey } = await import('../cases/api-keys.ts');
        const { key, record } = await addApiKey(database, name);
        warn(`Key ${record.id} of ${record.name}; it is not shown again:`);
        print(key);
      }),
    );
  keys
    .command('list')
    .description('every key, revoked ones too')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: boolean }) =>
      over(settings(), async (database) => {
        const { listApiKeys } = await import('../db/api-keys.ts');
        const all = await listApiKeys(database);
        if (json) return printJson(all);
        for (const { id, name, createdAt, revokedAt, cases } of all) {
          const end = revokedAt === null ? '' : `, revoked ${revokedAt}`;
          print(`${id}  ${name}: ${counted(cases, 'case')}, since ${createdAt}${end}`);
        }
      }),
    );
  keys
    .command('revoke')
    .description('end a key; its cases stay for those who have their links')
    .argument('<id>')
    .action((id: string) =>
      over(settings(), async (database) => {
        if (!/^[1-9]\d{0,14}$/.test(id)) {
          throw new TrainspotError('usage', `ID is '${id}'; it should be a number of 'keys list'.`);
        }
        const { endApiKey } = await import('../cases/api-keys.ts');
        await endApiKey(database, Number(id));
      }),
    );
}

async function over(config: Config, work: (database: Database) => Promise<void>): Promise<void> {
  const { commandDatabase } = await import('../service/command-database.ts');
  const { database } = await commandDatabase(config);
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
