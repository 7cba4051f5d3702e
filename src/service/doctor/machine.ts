import { readFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { hnswlibBuild } from '../../index/engines/hnswlib-library.ts';
import type { Config } from '../../runtime/config.ts';
import { bytesInWords, error, ok, warning, type Finding } from './finding.ts';

/** Bytes that this process may use: of a container its limit, else of the machine all. */
export function memoryBytes(): number {
  // Without a limit it is beyond every machine.
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Whether Node and the machine are enough. */
export async function examineMachine({ WORKER_THREADS, INDEX_ENGINE }: Config): Promise<Finding[]> {
  const cores = availableParallelism();
  const { node } = process.versions;
  const oldest = await oldestNode();
  const found = [
    isOlder(node, oldest)
      ? error('machine', `This is Node.js ${node}; Trainspot needs ${oldest} or newer. Install that.`)
      : ok('machine', `Node.js ${node}, ${cores} cores, ${bytesInWords(memoryBytes())} of memory.`),
  ];
  if (WORKER_THREADS > 2 * cores) {
    found.push(
      warning(
        'machine',
        `WORKER_THREADS is ${WORKER_THREADS}, and there are ${cores} cores: more threads than cores take memory, and make ` +
          `nothing faster. Set it to ${cores}, or leave it out.`,
      ),
    );
  }
  if (INDEX_ENGINE === 'hnsw' && hnswlibBuild() === null) {
    found.push(
      warning(
        'machine',
        'INDEX_ENGINE is hnsw, whose library is not compiled yet: that is done when it is first needed, and takes a C++ ' +
          'compiler (apt-get install g++; on macOS xcode-select --install).',
      ),
    );
  }
  return found;
}

/** As package.json says it: `>=20.19.0`. */
async function oldestNode(): Promise<string> {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  const { engines } = JSON.parse(text) as { engines: { node: string } };
  return engines.node.replace('>=', '');
}

function isOlder(version: string, oldest: string): boolean {
  const parts = (text: string): number[] => text.split('.').map(Number);
  const [is, least] = [parts(version), parts(oldest)];
  const differs = least.findIndex((part, i) => is[i] !== part);
  return differs >= 0 && is[differs] < least[differs];
}
