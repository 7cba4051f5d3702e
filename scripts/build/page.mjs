// Bundles the page: of each HTML file its script and its style sheets, under names that their content gives, so that a
// browser may keep them for ever. They are packed here, once and as small as can be.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const PAGES = ['index.html', 'case.html'];
/** What keeps its name. */
const KEPT = ['icon.svg'];
/** Below the page's folder; src/http/routes/page.ts says of what lies there that it never changes. */
const ASSETS = 'assets';

/** Of the package onnxruntime-web: what runs a model; scripts/build/spare.mjs keeps it. */
const RUNTIME = 'ort-wasm-simd-threaded.wasm';
/** Packs 23 MB in two seconds; the best takes a minute for a sixth less. */
const LARGE_QUALITY = 6;

const STYLE_SHEETS = /(?: *<link rel="stylesheet" href="\/[\w/-]+\.css" \/>\n)+/;
const STYLE_SHEET = /href="\/([\w/-]+\.css)"/g;
const SCRIPT = /(<script type="module" src=")\/([\w-]+)\.js(")/;
/** What is bundled of others, whose licence asks for it to be said. */
const NOTICE =
  '/*! Preact and its signals: MIT, copyright (c) 2015-present Jason Miller and the Preact team */';
/** Browsers of 2023: the style sheets nest no rule, and the scripts need no more. */
const TARGET = ['es2022', 'chrome111', 'firefox115', 'safari16.4'];

/**
 * Builds the page from `root`/src/web.
 * @param {typeof import('esbuild')} esbuild
 * @param {string} root the project's folder
 * @param {string} folder stands for dist/web/
 */
export async function buildPage(esbuild, root, folder) {
  const sources = join(root, 'src', 'web');
  mkdirSync(join(folder, ASSETS), { recursive: true });
  for (const name of KEPT) copyFileSync(join(sources, name), join(folder, name));
  const define = { PRIVATE_FILES: JSON.stringify(await privateFiles(esbuild, root, folder)) };

  await Promise.all(
    PAGES.map(async (page) => {
      const html = readFileSync(join(sources, page), 'utf8');
      const [, , scriptName] = SCRIPT.exec(html);
      const [links] = STYLE_SHEETS.exec(html);
      const sheets = [...links.matchAll(STYLE_SHEET)].map(([, name]) =>
        readFileSync(join(sources, name), 'utf8'),
      );
      const [script, sheet] = await Promise.all([
        bundle(esbuild, sources, `${scriptName}.tsx`, define),
        esbuild.transform(sheets.join('\n'), { loader: 'css', minify: true, target: TARGET }),
      ]);
      const name = basename(page, '.html');
      const { url: scriptUrl } = writeAsset(folder, name, 'js', script);
      const { url: sheetUrl } = writeAsset(folder, name, 'css', sheet.code);
      const built = html
        .replace(STYLE_SHEETS, `    <link rel="stylesheet" href="${sheetUrl}" />\n`)
        .replace(SCRIPT, `$1${scriptUrl}$3`);
      writeFileSync(join(folder, page), built);
    }),
  );
}

/** What a private check is made with: see src/web/private/files.ts. */
async function privateFiles(esbuild, root, folder) {
  const runtime = join(root, 'node_modules', 'onnxruntime-web', 'dist', RUNTIME);
  if (!existsSync(runtime)) throw new Error(`${relative(root, runtime)} is not there: npm ci lays it down.`);
  const bytes = {
    kernels: readFileSync(join(root, 'assets', 'kernels', 'kernels.wasm')),
    runtime: readFileSync(runtime),
    model: readFileSync(join(root, 'assets', 'pocket', 'onnx', 'vision_model.onnx')),
  };
  const script = await bundle(esbuild, join(root, 'src', 'web', 'private'), 'in-thread.ts', {});
  const laid = {
    // src/http/routes/page.ts says by this name what the thread may do.
    worker: writeAsset(folder, 'private', 'js', script),
    kernels: writeAsset(folder, 'kernels', 'wasm', bytes.kernels),
    runtime: writeAsset(folder, 'runtime', 'wasm', bytes.runtime, LARGE_QUALITY),
    model: writeAsset(folder, 'pocket', 'onnx', bytes.model, LARGE_QUALITY),
  };
  const sent = Object.values(laid).reduce((sum, { sent }) => sum + sent, 0);
  const urls = Object.fromEntries(Object.entries(laid).map(([name, { url }]) => [name, url]));
  const sizes = Object.fromEntries(Object.entries(bytes).map(([name, { length }]) => [name, length]));
  return { ...urls, bytes: sent, sizes };
}

/** A script with all it imports. */
async function bundle(esbuild, sources, entry, define) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: sources,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    define,
    format: 'esm',
    target: TARGET,
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'eof',
    ...(entry.endsWith('.tsx') && { banner: { js: NOTICE } }),
    logLevel: 'warning',
    write: false,
  });
  return outputFiles[0].text;
}

/**
 * Writes it plain and packed, and answers its address, and as how many bytes it is sent.
 * @param quality of brotli
 */
function writeAsset(folder, name, ending, content, quality = constants.BROTLI_MAX_QUALITY) {
  const bytes = Buffer.from(content);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const path = `${ASSETS}/${name}-${hash}.${ending}`;
  writeFileSync(join(folder, path), bytes);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const packed = brotliCompressSync(bytes, { params });
  writeFileSync(join(folder, `${path}.br`), packed);
  writeFileSync(join(folder, `${path}.gz`), gzipSync(bytes, { level: Math.min(9, quality) }));
  return { url: `/${path}`, sent: packed.length };
}
