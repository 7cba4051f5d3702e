import { readdir, readFile } from 'node:fs/promises';
import { sep } from 'node:path';
import { sha256Of } from './sha256.ts';

/** Which program this is. */
export interface Software {
  name: string;
  version: string;
  /**
   * sha256 over the program's own files as they run here, told without any version control: of the lines
   * `SHA256  PATH`, sorted by path, as `sha256sum` writes them.
   */
  build: string;
  /** How many files that is of. */
  buildFiles: number;
  runtime: string;
}

const ROOT = new URL('../', import.meta.url);
const NAME = 'Trainspot';

let known: Promise<Software> | null = null;

/** Which release this program is, such as 1.4.0. */
export async function softwareVersion(): Promise<string> {
  const description = await readFile(new URL('../package.json', ROOT), 'utf8');
  return (JSON.parse(description) as { version: string }).version;
}

/** Which program this is; its files are read once in a process. */
export function softwareIdentity(): Promise<Software> {
  return (known ??= identify());
}

async function identify(): Promise<Software> {
  const version = await softwareVersion();
  // The sources as tests run them, the compiled files as everybody else does.
  const isProgram = /\.(ts|js|json)$/;
  const paths = (await readdir(ROOT, { recursive: true }))
    .map((path) => path.split(sep).join('/'))
    .filter((path) => isProgram.test(path))
    .sort();
  const lines: string[] = [];
  for (const path of paths) {
    lines.push(`${sha256Of(await readFile(new URL(encodeURI(path), ROOT)))}  ${path}\n`);
  }
  return {
    name: NAME,
    version,
    build: sha256Of(lines.join('')),
    buildFiles: paths.length,
    runtime: `Node.js ${process.versions.node}, ${process.platform} ${process.arch}`,
  };
}
