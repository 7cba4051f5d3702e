// Compiles hnswlib-node's one C++ file into the addon that its JavaScript loads, from headers that came with
// `npm ci` alone: its own install script would download Node's headers, and would leave out AVX2, which makes
// the same search 1.3–1.4 times as fast.
//
//   node scripts/build/hnswlib.mjs [--build avx2|plain] [--out FOLDER]
import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const require = createRequire(import.meta.url);
const PACKAGES = ['hnswlib-node', 'node-addon-api', 'node-api-headers'];
const [HNSWLIB, ADDON_API, HEADERS] = PACKAGES.map((name) =>
  dirname(require.resolve(`${name}/package.json`)),
);

/** Where hnswlib-node looks for its addon; `src/index/hnswlib-build.ts` reads the stamp from there. */
const ADDON_FOLDER = join(HNSWLIB, 'build', 'Release');
const ADDON = 'addon.node';
const STAMP = 'addon.stamp.json';

const BUILDS = ['avx2', 'plain'];
const MAX_STAMPS = 8;

/** The error's `code` where nothing can compile. */
export const NO_COMPILER = 'NO_COMPILER';
const FLAGS = ['-O3', '-std=c++17', '-fPIC', '-shared', '-pthread'];
const DEFINES = ['NAPI_DISABLE_CPP_EXCEPTIONS', 'NODE_GYP_MODULE_NAME=addon', 'BUILDING_NODE_EXTENSION'];

/** What x86-64-v3 adds and a CPU may lack, as Linux names it; macOS' names are those of `MAC_FEATURES`. */
const LINUX_FEATURES = ['avx2', 'fma', 'bmi1', 'bmi2', 'f16c', 'movbe', 'abm'];
const MAC_FEATURES = ['AVX2', 'FMA', 'BMI1', 'BMI2', 'F16C', 'MOVBE', 'LZCNT'];

/**
 * Compiles the addon unless the one in place is what this would make. Two processes may do so at once.
 * @param {'avx2' | 'plain'} build what to make; the fastest that this CPU runs, when left out
 * @param {string} folder where `addon.node` goes
 * @returns {Promise<{ build: 'avx2' | 'plain'; cached: boolean }>} what lies in `folder` now
 * @throws Error whose message is for the user: no compiler (`code` NO_COMPILER), with what to install, or the
 * compiler's own words
 */
export async function buildHnswlib(build = fastestBuild(), folder = ADDON_FOLDER) {
  if (!BUILDS.includes(build)) throw new Error(`'${build}' is no build; there are ${BUILDS.join(' and ')}.`);
  const wanted = recipe(build);
  if (holds(folder, wanted)) return { build, cached: true };

  const compiler = findCompiler();
  if (!compiler) {
    // A plain addon runs on every CPU: slower, but no reason to stop (a container built elsewhere).
    if (build === 'avx2' && holds(folder, recipe('plain'))) return { build: 'plain', cached: true };
    const why =
      'The library of the search engine hnsw has to be compiled once, and no C++ compiler was found ' +
      '(tried $CXX, c++, g++ and clang++). Install one and start again:\n' +
      '  Debian, Ubuntu: apt-get install g++\n  macOS:          xcode-select --install';
    throw Object.assign(new Error(why), { code: NO_COMPILER });
  }
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `${ADDON}.${randomUUID()}`);
  try {
    compile(compiler, wanted.arguments, temporary);
    renameSync(temporary, join(folder, ADDON));
    // Another process may put its own in place meanwhile, of the same recipe and other bytes: who stamps last stamps that.
    for (let tries = 0; tries < MAX_STAMPS && !holds(folder, wanted); tries++) {
      const stamp = { ...wanted, addonSha256: sha256(readFileSync(join(folder, ADDON))) };
      writeFileSync(temporary, JSON.stringify(stamp, null, 2));
      renameSync(temporary, join(folder, STAMP));
    }
  } finally {
    rmSync(temporary, { force: true });
  }
  return { build, cached: false };
}

/** The build this CPU runs fastest: `avx2` needs all of x86-64-v3; arm64 has its vector unit in `plain`. */
function fastestBuild() {
  if (process.arch !== 'x64') return 'plain';
  const [features, needed] = process.platform === 'darwin' ? macFeatures() : linuxFeatures();
  return needed.every((feature) => features.has(feature)) ? 'avx2' : 'plain';
}

function linuxFeatures() {
  let text = '';
  try {
    text = readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    // Not Linux: nothing is known of the CPU, and `plain` runs on all.
  }
  return [new Set(/^flags\s*:(.*)$/m.exec(text)?.[1].trim().split(/\s+/)), LINUX_FEATURES];
}

function macFeatures() {
  const names = ['machdep.cpu.features', 'machdep.cpu.leaf7_features', 'machdep.cpu.extfeatures'];
  const { stdout } = spawnSync('sysctl', ['-n', ...names], { encoding: 'utf8' });
  return [new Set((stdout ?? '').split(/\s+/)), MAC_FEATURES];
}

/** Everything the addon's bytes depend on, but the compiler: equal recipes need no second build. */
function recipe(build) {
  const sources = readdirSync(join(HNSWLIB, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(cc|h)$/.test(name))
    .sort();
  return {
    build,
    platform: `${process.platform}-${process.arch}`,
    versions: Object.fromEntries(PACKAGES.map((name) => [name, require(`${name}/package.json`).version])),
    arguments: [
      ...FLAGS,
      ...(build === 'avx2' ? ['-march=x86-64-v3'] : []),
      ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : []),
      ...DEFINES.map((define) => `-D${define}`),
    ],
    sourceSha256: sha256(...sources.map((name) => readFileSync(join(HNSWLIB, 'src', name)))),
  };
}

function holds(folder, wanted) {
  try {
    const { addonSha256, ...found } = JSON.parse(readFileSync(join(folder, STAMP), 'utf8'));
    return (
      JSON.stringify(found) === JSON.stringify(wanted) &&
      addonSha256 === sha256(readFileSync(join(folder, ADDON)))
    );
  } catch {
    return false;
  }
}

function findCompiler() {
  const candidates = [process.env.CXX, 'c++', 'g++', 'clang++'].filter(Boolean);
  return candidates.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

function compile(compiler, flags, output) {
  const includes = [join(HEADERS, 'include'), ADDON_API, join(HNSWLIB, 'src')].map((folder) => `-I${folder}`);
  const source = join(HNSWLIB, 'src', 'addon.cc');
  const { status, stderr } = spawnSync(compiler, [...flags, ...includes, source, '-o', output], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    const lines = (stderr ?? '').trim().split('\n').slice(0, 20).join('\n');
    throw new Error(`Compiling the search library failed: ${compiler} ended with ${status}.\n${lines}`);
  }
}

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { build: { type: 'string' }, out: { type: 'string' } } });
  try {
    const { build, cached } = await buildHnswlib(values.build, values.out);
    console.log(`hnswlib: ${build} build, ${cached ? 'already there' : 'compiled'}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
