import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appWith } from './app-under-test.ts';

let folder: string;
let webDir: URL;
let demoDir: URL;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-page-'));
  webDir = pathToFileURL(join(folder, 'web/'));
  demoDir = pathToFileURL(join(folder, 'demo/'));
  await mkdir(webDir);
  await writeFile(new URL('index.html', webDir), '<!doctype html><title>Page</title>');
  await writeFile(new URL('main.js', webDir), 'export {};');
  await writeFile(new URL('secret.ts', webDir), 'source');
  await writeFile(new URL('.hidden', webDir), 'hidden');
  await writeFile(join(folder, 'outside.txt'), 'outside');
});
afterAll(() => rm(folder, { recursive: true }));

describe('the page', () => {
  it('is served at the root, with its files beside it', async () => {
    const app = await appWith({}, {}, { webDir, demoDir });
    const page = await app.inject('/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('<title>Page</title>');
    const script = await app.inject('/main.js');
    expect(script.headers['content-type']).toMatch(/^(text|application)\/javascript/);
  });

  it('is asked for anew each time, and sent only when it changed', async () => {
    const app = await appWith({}, {}, { webDir, demoDir });
    const { headers } = await app.inject('/main.js');
    expect(headers['cache-control']).toBe('no-cache');
    const again = await app.inject({ url: '/main.js', headers: { 'if-none-match': String(headers.etag) } });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
  });

  it.each(['/secret.ts', '/.hidden', '/../outside.txt', '/%2e%2e%2foutside.txt', '/..%5coutside.txt'])(
    'does not give away %s',
    async (url) => {
      const app = await appWith({}, {}, { webDir, demoDir });
      expect((await app.inject(url)).statusCode).toBe(404);
    },
  );

  it('has demo pictures where there are any', async () => {
    const without = await appWith({}, {}, { webDir, demoDir });
    expect((await without.inject('/demo/copy.jpg')).statusCode).toBe(404);

    await mkdir(demoDir);
    await writeFile(new URL('copy.jpg', demoDir), 'picture');
    const app = await appWith({}, {}, { webDir, demoDir });
    const demo = await app.inject('/demo/copy.jpg');
    expect(demo.statusCode).toBe(200);
    expect(demo.headers['content-type']).toBe('image/jpeg');
    expect(demo.body).toBe('picture');
  });

  it('serves the pictures of the demo set where its rows have them, but for one whose link is dead', async () => {
    const own = pathToFileURL(join(folder, 'own/queries/'));
    const pictures = new URL('../pictures/', own);
    await mkdir(own, { recursive: true });
    await mkdir(pictures);
    for (const name of ['demo-007', 'demo-reposted']) {
      await writeFile(new URL(`${name}.jpg`, pictures), name);
    }
    const app = await appWith({}, {}, { webDir, demoDir: own });
    const shown = await app.inject('/demo/prints/demo-007.jpg');
    expect([shown.statusCode, shown.headers['content-type'], shown.body]).toEqual([
      200,
      'image/jpeg',
      'demo-007',
    ]);
    for (const url of ['/demo/prints/demo-reposted.jpg', '/demo/prints/', '/demo/prints/..%2fqueries']) {
      expect((await app.inject(url)).statusCode).toBe(404);
    }
  });
});
