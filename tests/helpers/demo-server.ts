import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What vitest.config.ts sets for tests that load ONNX Runtime themselves; the command must see to it alone.
const { ORT_DISABLE_TELEMETRY: _, ...ownEnvironment } = process.env;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface DemoServer {
  address: string;
  dataDir: string;
  process: ChildProcess;
  /** All that it has printed so far, both streams. */
  output(): string;
  /** As Ctrl-C would; answers the exit code. */
  stop(): Promise<number | null>;
}

/** Starts what `npm start` starts, on a free port, in a new data folder that `stop` removes. */
export async function startDemoServer(environment: Record<string, string> = {}): Promise<DemoServer> {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [program, ...words] = scripts.start.split(' ');
  if (program !== 'node') throw new Error(`npm start runs ${program}`);
  return startServer(await mkdtemp(join(tmpdir(), 'trainspot-demo-')), words, environment);
}

/** The same with nothing indexed. */
export async function startEmptyServer(): Promise<DemoServer> {
  const words = ['scripts/trainspot.mjs', 'serve'];
  return startServer(await mkdtemp(join(tmpdir(), 'trainspot-empty-')), words, {});
}

async function startServer(
  dataDir: string,
  words: readonly string[],
  environment: Record<string, string>,
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
  return {
    address,
    dataDir,
    process: child,
    output: () => output,
    async stop() {
      child.kill('SIGINT');
      const code = await exited;
      await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}
