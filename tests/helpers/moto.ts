import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A Python with moto's server, which .ci/run installs; null on a machine without it: the tests of buckets are skipped. */
export const motoPython = process.env.TEST_MOTO_PYTHON || null;

const SET_UP = fileURLToPath(new URL('../clients/moto_set_up.py', import.meta.url));

/** A store with S3's interface on loopback, which judges every signature. */
export interface Moto {
  endpoint: string;
  /** Of a user who may read and write. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  close(): Promise<void>;
}

/** Starts moto with a bucket that holds what is in a folder, and 1,100 files in its folder `many files`. */
export async function startMoto(bucket: string, folder: string): Promise<Moto> {
  const server = spawn(String(motoPython), ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(server, 'exit');
  const close = async (): Promise<void> => {
    server.kill();
    await exited;
  };
  const endpoint = await new Promise<string>((resolve, reject) => {
    createInterface(server.stderr).on('line', (line) => {
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
    void exited.then(() => reject(new Error('moto ended before it listened')));
  });
  const { stdout } = await promisify(execFile)(String(motoPython), [SET_UP, endpoint, bucket, folder]);
  // From here on nobody is believed without a signature.
  const response = await fetch(`${endpoint}/moto-api/reset-auth`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '0',
  });
  if (!response.ok) throw new Error(`moto answered ${response.status}`);
  return { endpoint, credentials: JSON.parse(stdout) as Moto['credentials'], close };
}
