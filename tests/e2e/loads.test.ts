import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../helpers/run-cli.ts';

/** Tells on standard error which packages are loaded. */
const HOOK = `
import { writeSync } from 'node:fs';
export async function resolve(name, context, next) {
  const found = await next(name, context);
  const [, module] = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(found.url) ?? [];
  if (module) writeSync(2, 'loaded ' + module + '\\n');
  return found;
}
`;
const REGISTER = `
import { register } from 'node:module';
register('./hook.mjs', import.meta.url);
`;

describe('a command', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'trainspot-loads-'));
    await writeFile(join(dir, 'hook.mjs'), HOOK);
    await writeFile(join(dir, 'register.mjs'), REGISTER);
  });
  afterAll(() => rm(dir, { recursive: true }));

  async function loadedBy(words: readonly string[]): Promise<string[]> {
    const { stderr, code } = await runCli(words, {
      NODE_OPTIONS: `--import ${pathToFileURL(join(dir, 'register.mjs')).href}`,
      DATA_DIR: join(dir, 'data'),
    });
    expect(code, stderr).toBe(0);
    return [...new Set([...stderr.matchAll(/^loaded (.+)$/gm)].map(([, name]) => name))];
  }

  it.each([
    ['--version'],
    ['--help'],
    ['find', '--domain', 'a.example'],
    ['keys', 'list'],
    ['notice'],
    ['route', '--dataset', 'laion-400m'],
  ])('loads no server, no inference and no letters for %s', async (...words) => {
    const loaded = await loadedBy(words);
    expect(loaded).toContain('commander');
    const heavy = [
      'fastify',
      'pdfkit',
      'onnxruntime-node',
      '@xenova/transformers',
      '@huggingface/transformers',
      'sharp',
    ];
    expect(loaded.filter((name) => heavy.includes(name))).toEqual([]);
  });

  it('opens no database to say its version', async () => {
    const loaded = await loadedBy(['--version']);
    expect(
      loaded.filter((name) => ['pg', '@electric-sql/pglite', 'undici', 'piscina'].includes(name)),
    ).toEqual([]);
  });
});
