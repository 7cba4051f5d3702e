import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Ran } from './run-cli.ts';

const COMMAND = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** A command that is under way. */
export interface Running {
  /** Resolves once standard error holds it, or the command has ended. */
  said(words: RegExp): Promise<void>;
  /** As Ctrl-C does. */
  press(): void;
  /** Ends it at once, as a machine does that stops. */
  kill(): void;
  ended: Promise<Omit<Ran, 'code'> & { code: number | null }>;
}

interface Start {
  environment?: Record<string, string>;
  cwd?: string;
  as?: { uid?: number; gid?: number };
}

/** Starts `trainspot` as a process that signals reach. */
export function startCli(words: readonly string[], { environment, cwd, as }: Start = {}): Running {
  const child = spawn(process.execPath, [COMMAND, ...words], {
    env: { ...process.env, ...environment },
    cwd,
    ...as,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  let isOver = false;
  void ended.then(() => (isOver = true));
  return {
    ended,
    press: () => void child.kill('SIGINT'),
    kill: () => void child.kill('SIGKILL'),
    async said(words) {
      while (!words.test(stderr) && !isOver) await Promise.race([once(child.stderr, 'data'), ended]);
    },
  };
}
