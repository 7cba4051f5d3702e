import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = join(ROOT, 'src/');
const CACHE = join(ROOT, 'node_modules/.cache/trainspot/');

export interface Bundled {
  path: string;
  remove(): Promise<void>;
}

/**
 * A test's program as one file of JavaScript, to be started a hundred times: each start with a loader for TypeScript takes
 * three times as long. Threads of the service are those of dist/.
 */
export async function bundled(program: URL): Promise<Bundled> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'bundled-'));
  const outfile = join(folder, 'program.mjs');
  await build({
    entryPoints: [fileURLToPath(program)],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    plugins: [
      {
        name: 'addresses-in-dist',
        setup(esbuild) {
          esbuild.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            if (!path.startsWith(SOURCES)) return undefined;
            const built = join(ROOT, 'dist', path.slice(SOURCES.length)).replace(/\.ts$/, '.js');
            const text = await readFile(path, 'utf8');
            const address = JSON.stringify(pathToFileURL(built).href);
            return { contents: text.replaceAll('import.meta.url', address), loader: 'ts' };
          });
        },
      },
    ],
  });
  return { path: outfile, remove: () => rm(folder, { recursive: true, force: true }) };
}
