import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// What vitest.config.ts sets for tests that load ONNX Runtime themselves; the command must see to it alone.
const { ORT_DISABLE_TELEMETRY: _, ...ownEnvironment } = process.env;

const COMMAND = fileURLToPath(new URL('../../scripts/trainspot.mjs', import.meta.url));

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `trainspot` as a person does, to its end; never rejects for its exit code. */
export function runCli(words: readonly string[], environment: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [COMMAND, ...words],
      { env: { ...ownEnvironment, ...environment }, maxBuffer: 256 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}
