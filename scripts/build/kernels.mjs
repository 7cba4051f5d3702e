// Compiles kernels/ into assets/kernels/kernels.wasm, which is kept with the sources: AssemblyScript takes 102 MB, and
// whoever starts the service should not have to fetch it. For those who change a kernel:
//
//   npm install --no-save assemblyscript@0.28.20     (Apache-2.0)
//   node scripts/build/kernels.mjs [--compiler FOLDER] [--out FILE]
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = join(ROOT, 'kernels');
const KERNELS = join(ROOT, 'assets', 'kernels', 'kernels.wasm');
const COMPILER = join(ROOT, 'node_modules', 'assemblyscript');
const VERSION = '0.28.20';

/** The section of the file that says what it was compiled of. */
const SECTION = 'sources';

// Warning 112 is of vectors that one source file takes from another: none leaves the compiled file.
const OPTIONS = ['--runtime', 'stub', '-O3', '--noAssert', '--enable', 'simd', '--disableWarning', '112'];

/**
 * Sees to it that the kernels are those of the sources: compiles them anew where they are not.
 * @throws Error whose message is for the user, where the compiler is not there
 */
export async function buildKernels() {
  // The Docker image and an installed package hold the kernels alone.
  if (!existsSync(SOURCES) || compiledOf(KERNELS) === sourcesHash()) return;
  if (!existsSync(COMPILER)) {
    throw new Error(
      'The sources in kernels/ are not those of assets/kernels/kernels.wasm. Compile them:\n' +
        `  npm install --no-save assemblyscript@${VERSION}\n  node scripts/build/kernels.mjs`,
    );
  }
  await compileKernels();
}

/**
 * Compiles the kernels.
 * @param {string} compiler the folder of the package assemblyscript @param {string} out the file that is written
 * @throws Error with the compiler's own words, or for another version of it: its code would be another one
 */
export async function compileKernels(compiler = COMPILER, out = KERNELS) {
  const { version } = JSON.parse(readFileSync(join(compiler, 'package.json'), 'utf8'));
  if (version !== VERSION) throw new Error(`AssemblyScript is ${version}; the kernels need ${VERSION}.`);
  const { default: asc } = await import(pathToFileURL(join(compiler, 'dist', 'asc.js')).href);
  const texts = new Map(sourceFiles().map((name) => [name, readFileSync(join(SOURCES, name), 'utf8')]));
  let compiled = null;
  const { error, stderr } = await asc.main(['index.ts', ...OPTIONS, '--outFile', 'kernels.wasm'], {
    readFile: (name) => texts.get(name) ?? null,
    writeFile: (_, contents) => void (compiled = contents),
    listFiles: () => [],
  });
  if (error || compiled === null) throw new Error(`The kernels cannot be compiled:\n${stderr}`);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, Buffer.concat([compiled, section(SECTION, sourcesHash())]));
}

/** SHA-256 of the sources a compiled file says it was made of; null where it says nothing, or is not there. */
export function compiledOf(file) {
  if (!existsSync(file)) return null;
  const [content] = WebAssembly.Module.customSections(new WebAssembly.Module(readFileSync(file)), SECTION);
  return content === undefined ? null : Buffer.from(content).toString();
}

/** SHA-256 of all that decides what is compiled. */
export function sourcesHash() {
  const hash = createHash('sha256').update(JSON.stringify([VERSION, OPTIONS]));
  for (const name of sourceFiles()) hash.update(`\0${name}\0`).update(readFileSync(join(SOURCES, name)));
  return hash.digest('hex');
}

function sourceFiles() {
  return readdirSync(SOURCES)
    .filter((name) => name.endsWith('.ts'))
    .toSorted();
}

/** A section of WebAssembly that machines pass over; name and text are shorter than 64 bytes each. */
function section(name, text) {
  const [named, content] = [Buffer.from(name), Buffer.from(text)];
  const body = Buffer.concat([Buffer.from([named.length]), named, content]);
  return Buffer.concat([Buffer.from([0, body.length]), body]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { compiler: { type: 'string' }, out: { type: 'string' } } });
  await compileKernels(values.compiler, values.out).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
