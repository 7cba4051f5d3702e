// Takes out of node_modules what this machine never loads: the inference runtime ships the binaries of five platforms
// and many builds for browsers, of which the page takes one. `npm ci` lays all of it down anew.
//
//   node scripts/build/spare.mjs [NODE_MODULES]
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/**
 * Removes the inference runtime's binaries of other platforms and its builds for browsers but the page's; nothing where they
 * are gone already, or where the folder may not be written to.
 * @param {string} modules a folder node_modules
 */
export function removeSpare(modules = MODULES) {
  for (const folder of spareFolders(modules)) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // Somebody else's folder, or a read-only one: it takes room, and everything works.
      if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    }
  }
}

/** Of the builds for browsers: what scripts/build/page.mjs bundles, and what runs a model. */
const OF_PAGE = /^ort\.wasm\.bundle\.min\.mjs$|^ort-wasm-simd-threaded\.wasm$/;

function spareFolders(modules) {
  const builds = join(modules, 'onnxruntime-web', 'dist');
  const spare = namesIn(builds)
    .filter((name) => !OF_PAGE.test(name))
    .map((name) => join(builds, name));
  const bin = join(modules, 'onnxruntime-node', 'bin');
  for (const version of namesIn(bin)) {
    for (const platform of namesIn(join(bin, version))) {
      for (const cpu of namesIn(join(bin, version, platform))) {
        const isOurs = platform === process.platform && cpu === process.arch;
        if (!isOurs) spare.push(join(bin, version, platform, cpu));
      }
    }
  }
  return spare;
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) removeSpare(process.argv[2]);
