// Bundles the server: one file for the command, one for each thread and process it starts, and what they share in
// chunks beside them.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** What threads and processes load, as `startPool` and `runOnce` name it. */
const LOADED = /(^|[/-])(worker|process)\.ts$/;

/**
 * Packages of hundreds of small modules, which took a quarter of each start; all others are loaded from node_modules,
 * beside which these keep their licences.
 */
const BUNDLED = ['typebox', '@fastify/type-provider-typebox', 'undici'];

/** Stands in a built module's address for dist/, until it is known which file the module came to lie in. */
const DIST = '§dist§';

/**
 * Builds the server from `root`/src.
 * @param {typeof import('esbuild')} esbuild
 * @param {string} root the project's folder
 * @param {string} folder stands for dist/
 */
export async function buildServer(esbuild, root, folder) {
  const sources = join(root, 'src');
  const loaded = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((path) => LOADED.test(path.split(sep).join('/')))
    .map((path) => join(sources, path));
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [join(sources, 'cli', 'main.ts'), ...loaded],
    outbase: sources,
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    charset: 'utf8',
    chunkNames: 'chunks/[hash]',
    legalComments: 'inline',
    // Packages in CommonJS require Node's own modules.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
    },
    plugins: [ownAddresses(sources), listedPackages],
    logLevel: 'warning',
    write: false,
  });
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    const toDist = relative(dirname(path), folder).split(sep).join('/') || '.';
    writeFileSync(path, text.replaceAll(DIST, toDist));
  }
}

/** Gives each module the address it has in src/, below dist/: files and threads are named from there. */
function ownAddresses(sources) {
  return {
    name: 'own-addresses',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!path.startsWith(sources + sep)) return undefined;
        const address = `${DIST}/${relative(sources, path).split(sep).join('/').replace(/\.ts$/, '.js')}`;
        const text = await readFile(path, 'utf8');
        const contents = text.replaceAll('import.meta.url', `new URL('${address}', import.meta.url).href`);
        return { contents, loader: 'ts' };
      });
    },
  };
}

const listedPackages = {
  name: 'listed-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point' || /[\\/]node_modules[\\/]/.test(importer)) return undefined;
      const isBundled = BUNDLED.some((name) => path === name || path.startsWith(`${name}/`));
      return isBundled ? undefined : { path, external: true };
    });
  },
};
