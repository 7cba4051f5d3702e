import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cached.ts';
import { layDatabase } from './databases.ts';

// What vitest.config.ts sets for tests that load ONNX Runtime themselves; the command must see to it alone.
const { ORT_DISABLE_TELEMETRY: _, ...ownEnvironment } = process.env;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface DemoServer {
  address: string;
  dataDir: string;
  process: ChildProcess;
  /** All that it has printed so far, both streams. */
  output(): string;
  /** As Ctrl-C would; answers the exit code. Its data folder stays. */
  end(): Promise<number | null>;
  /** The same, and its data folder is gone. */
  stop(): Promise<number | null>;
}

/** Starts what `npm start` starts, on a free port, in a new data folder that `stop` removes: its demo set is indexed. */
export async function startFreshDemoServer(environment: Record<string, string> = {}): Promise<DemoServer> {
  return startServer(await newFolder(), await wordsOfStart(), environment);
}

/** The same as it is started the second time: the demo set is there, as this very build indexed it once. */
export async function startDemoServer(environment: Record<string, string> = {}): Promise<DemoServer> {
  return startServer(await newDemoFolder(), await wordsOfStart(), environment);
}

/** A new data folder with the demo set, as this very build indexed it once. */
export async function newDemoFolder(): Promise<string> {
  const { mtimeMs } = await stat(join(ROOT, 'dist', '.built'));
  const indexed = await cached(`demo-${mtimeMs}`, async (folder) => {
    const server = await startServer(folder, await wordsOfStart(), {});
    await server.end();
  });
  const dataDir = await newFolder();
  await cp(indexed, dataDir, { recursive: true });
  return dataDir;
}

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'trainspot-demo-'));

async function wordsOfStart(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [program, ...words] = scripts.start.split(' ');
  if (program !== 'node') throw new Error(`npm start runs ${program}`);
  return words;
}

/** The same with nothing indexed. */
export async function startEmptyServer(): Promise<DemoServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trainspot-empty-'));
  await layDatabase(dataDir);
  return startServerOn(dataDir);
}

/** The same over a data folder that is there. @param as of whose user it is run */
export async function startServerOn(
  dataDir: string,
  as: { uid?: number; gid?: number } = {},
  environment: Record<string, string> = {},
): Promise<DemoServer> {
  return startServer(dataDir, ['scripts/trainspot.mjs', 'serve'], environment, as);
}

async function startServer(
  dataDir: string,
  words: readonly string[],
  environment: Record<string, string>,
  as: { uid?: number; gid?: number } = {},
): Promise<DemoServer> {
  const child = spawn(process.execPath, [...words, '--data', dataDir], {
    cwd: ROOT,
    env: {
      ...ownEnvironment,
      PORT: '0',
      LOG_LEVEL: 'info',
      EVENT_LOOP_DELAY_MAX_MS: '600000',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...as,
  });
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const ready = /Trainspot is ready: (\S+)\//.exec(output);
      if (ready) resolve(ready[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then((code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
  const end = (): Promise<number | null> => {
    child.kill('SIGINT');
    return exited;
  };
  return {
    address,
    dataDir,
    process: child,
    output: () => output,
    end,
    async stop() {
      const code = await end();
      await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}
