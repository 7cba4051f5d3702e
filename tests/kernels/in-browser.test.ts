import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import esbuild, { type Plugin } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, sharedBrowser } from '../web/browser.ts';
import { answersOfEveryKernel } from './every-kernel.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const KERNELS = readFileSync(path('../../assets/kernels/kernels.wasm'));

/** Loads the kernels as a page can, which has no files: from bytes that are there already. */
const fromBytes: Plugin = {
  name: 'from-bytes',
  setup(build) {
    build.onLoad({ filter: /kernels[\\/]load\.ts$/ }, () => ({
      contents: `import { kernelsOf } from './kernels.ts';
        const module = new WebAssembly.Module(Uint8Array.from(atob(globalThis.KERNELS), (letter) => letter.charCodeAt(0)));
        const own = kernelsOf(new WebAssembly.Instance(module).exports);
        export const kernels = () => own;`,
      resolveDir: path('../../src/fingerprint/kernels/'),
      loader: 'ts',
    }));
  },
};

describe.skipIf(!hasChromium)('in a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await sharedBrowser();
    page = await browser.newPage();
  });
  afterAll(() => page.context().close());

  it('every kernel answers what it answers in Node', async () => {
    const { outputFiles } = await esbuild.build({
      entryPoints: [path('every-kernel.ts')],
      bundle: true,
      format: 'iife',
      globalName: 'every',
      plugins: [fromBytes],
      write: false,
    });
    await page.evaluate(`globalThis.KERNELS = '${KERNELS.toString('base64')}'`);
    const answers = await page.evaluate(`${outputFiles[0].text}; every.answersOfEveryKernel()`);
    expect(answers).toEqual(answersOfEveryKernel());
  });
});
