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

/**
 * Runs `trainspot` as a person does, to its end; never rejects for its exit code.
 * @param input for its standard input, which is empty otherwise
 */
export function runCli(
  words: readonly string[],
  environment: Record<string, string> = {},
  input: Uint8Array = new Uint8Array(),
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [COMMAND, ...words],
      { env: { ...ownEnvironment, ...environment }, maxBuffer: 256 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
    // A command that reads none may have ended already.
    child.stdin?.on('error', () => {}).end(input);
  });
}
