import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';

/** A PostgreSQL server of a test's own, whose processes may be stopped. */
export interface OwnPostgres {
  databaseUrl: string;
  /** Stops the server and every process of its connections, as SIGSTOP does. */
  freeze(): void;
  thaw(): void;
  remove(): void;
}

const VERSIONS = '/usr/lib/postgresql';
const BIN = existsSync(VERSIONS)
  ? readdirSync(VERSIONS)
      .map((version) => join(VERSIONS, version, 'bin'))
      .findLast((folder) => existsSync(join(folder, 'initdb')))
  : undefined;

/** PostgreSQL does not run as root, so there the user of its package is needed. */
const AS_USER = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];

/** Whether this machine has the programs for one; suites that need it are skipped otherwise, and counted. */
export const canRunPostgres = BIN !== undefined && (AS_USER.length === 0 || canBecomePostgres());

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = mkdtempSync('/tmp/trainspot-postgres-');
  // So that the other user can make its own folder there.
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  const port = await freePort();
  run(
    join(BIN!, 'initdb'),
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-locale',
    '--no-sync',
  );
  const server = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  run(join(BIN!, 'pg_ctl'), '-D', data, '-w', '-l', join(folder, 'log'), '-o', server, 'start');
  const pid = Number(run('head', '-n', '1', join(data, 'postmaster.pid')));
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
    for (const one of [pid, ...childrenOf(pid)]) {
      try {
        process.kill(one, name);
      } catch {
        // Ended since it was listed.
      }
    }
  };
  return {
    databaseUrl: `postgres://postgres@127.0.0.1:${port}/postgres`,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    remove() {
      signal('SIGCONT');
      run(join(BIN!, 'pg_ctl'), '-D', data, '-w', '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true });
    },
  };
}

function run(...words: string[]): string {
  const [program, ...rest] = [...AS_USER, ...words];
  return execFileSync(program, rest, { cwd: '/', encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

function canBecomePostgres(): boolean {
  try {
    run('true');
    return true;
  } catch {
    return false;
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]) === parent;
      } catch {
        // Ended since it was listed.
        return false;
      }
    })
    .map(Number);
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  return port;
}
