// Preloaded into a process and each of its threads: hnswlib-node's own `require` of its addon then finds the one
// that BENCH_ADDON names, already in the module cache.
const path = require('node:path');

const addon = process.env.BENCH_ADDON;
if (addon) {
  const home = path.dirname(require.resolve('hnswlib-node/package.json'));
  const inUse = path.join(home, 'build', 'Release', 'addon.node');
  const loaded = require(addon);
  require.cache[inUse] = Object.assign(Object.create(require.cache[addon] ?? null), { exports: loaded });
}
