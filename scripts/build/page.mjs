// Bundles the page: of each HTML file its script and its style sheets, under names that their content gives, so that a
// browser may keep them for ever. They are packed here, once and as small as can be.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const PAGES = ['index.html', 'case.html'];
/** What keeps its name. */
const KEPT = ['icon.svg'];
/** Below the page's folder; src/http/routes/page.ts says of what lies there that it never changes. */
const ASSETS = 'assets';

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

  await Promise.all(
    PAGES.map(async (page) => {
      const html = readFileSync(join(sources, page), 'utf8');
      const [, , scriptName] = SCRIPT.exec(html);
      const [links] = STYLE_SHEETS.exec(html);
      const sheets = [...links.matchAll(STYLE_SHEET)].map(([, name]) =>
        readFileSync(join(sources, name), 'utf8'),
      );
      const [script, sheet] = await Promise.all([
        bundle(esbuild, sources, `${scriptName}.tsx`),
        esbuild.transform(sheets.join('\n'), { loader: 'css', minify: true, target: TARGET }),
      ]);
      const name = basename(page, '.html');
      const scriptUrl = writeAsset(folder, name, 'js', script);
      const sheetUrl = writeAsset(folder, name, 'css', sheet.code);
      const built = html
        .replace(STYLE_SHEETS, `    <link rel="stylesheet" href="${sheetUrl}" />\n`)
        .replace(SCRIPT, `$1${scriptUrl}$3`);
      writeFileSync(join(folder, page), built);
    }),
  );
}

/** A page's script with all it imports. */
async function bundle(esbuild, sources, entry) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: sources,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    target: TARGET,
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    banner: { js: NOTICE },
    logLevel: 'warning',
    write: false,
  });
  return outputFiles[0].text;
}

/** Writes it plain and packed, and answers its address. */
function writeAsset(folder, name, ending, text) {
  const bytes = Buffer.from(text);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const path = `${ASSETS}/${name}-${hash}.${ending}`;
  writeFileSync(join(folder, path), bytes);
  writeFileSync(join(folder, `${path}.br`), brotliCompressSync(bytes));
  writeFileSync(join(folder, `${path}.gz`), gzipSync(bytes, { level: 9 }));
  return `/${path}`;
}
