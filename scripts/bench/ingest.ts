// An ingest of published embeddings beside the plain way: one INSERT a row, one thread, 32-bit floats, hnswlib as it
// comes from npm.
//
//   npx tsx scripts/bench/ingest.ts --embeddings DIR [--model CARD] [--database-url URL]
//
// DIR is a folder of clip-retrieval's kind, such as scripts/synthetic/published-embeddings.ts writes. Both ways read the
// same files, one after the other, each in a process and an empty database of its own: embedded ones, or on a server
// two that are created and dropped.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { plainAddon } from './addons.ts';
import type { IngestFigures, IngestTask } from './ingest-way.ts';

const { values: options } = parseArgs({
  options: {
    embeddings: { type: 'string' },
    model: { type: 'string', default: 'laion-400m/clip-vit-base-patch32' },
    'database-url': { type: 'string' },
  },
});
if (options.embeddings === undefined) throw new Error('Give --embeddings DIR.');
const server = options['database-url'];

const plain = await run('plain');
const ours = await run('ours');
console.table({ plain, ours });
console.log(`ours / plain: ${(ours.rowsPerSecond / plain.rowsPerSecond).toFixed(2)} times the rows a second`);

async function run(way: IngestTask['way']): Promise<IngestFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), `trainspot-ingest-${way}-`));
  const name = `trainspot_bench_${way}`;
  try {
    if (server) await onServer(server, `create database ${name}`);
    const databaseUrl = server && Object.assign(new URL(server), { pathname: `/${name}` }).href;
    const preload = fileURLToPath(new URL('use-addon.cjs', import.meta.url));
    const child = fork(fileURLToPath(new URL('ingest-way.ts', import.meta.url)), {
      execArgv: ['--require', preload, '--import', 'tsx', '--max-old-space-size=12000'],
      env: { ...process.env, ...(way === 'plain' ? { BENCH_ADDON: plainAddon() } : {}) },
    });
    const task: IngestTask = {
      way,
      dataDir,
      databaseUrl: databaseUrl ?? null,
      embeddings: options.embeddings!,
      model: options.model,
    };
    child.send(task);
    const [figures] = (await once(child, 'message')) as [IngestFigures];
    return figures;
  } finally {
    rmSync(dataDir, { recursive: true });
    if (server) await onServer(server, `drop database if exists ${name}`);
  }
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}
