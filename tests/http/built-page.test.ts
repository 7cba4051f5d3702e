import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { appWith } from './app-under-test.ts';

const MAX_FIRST_LOAD_BYTES = 60_000;

let app: FastifyInstance;
beforeAll(async () => {
  app = await appWith({}, {}, { webDir: new URL('../../dist/web/', import.meta.url) });
});

const get = (url: string, coding: string) => app.inject({ url, headers: { 'accept-encoding': coding } });

/** What a page makes a browser load beside it, icons and pictures left out. */
async function loadedBy(page: string): Promise<string[]> {
  const { body } = await get(page, 'identity');
  const scripts = [...body.matchAll(/<script [^>]*src="([^"]+)"/g)];
  const sheets = [...body.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)];
  return [...sheets, ...scripts].map(([, url]) => url);
}

describe.each(['/', '/case'])('the built page %s', (page) => {
  it('is three files, two of them named by what is in them', async () => {
    const loaded = await loadedBy(page);
    expect(loaded).toEqual([
      expect.stringMatching(/^\/assets\/\w+-[0-9a-f]{12}\.css$/),
      expect.stringMatching(/^\/assets\/\w+-[0-9a-f]{12}\.js$/),
    ]);
    const [sheet, script] = await Promise.all(loaded.map((url) => get(url, 'identity')));
    expect(sheet.headers['content-type']).toMatch(/^text\/css/);
    expect(script.headers['content-type']).toMatch(/^(text|application)\/javascript/);
    // Nothing more is loaded from there.
    expect(script.body).not.toMatch(/\bimport\s*[("'{*]/);
    expect(sheet.body).not.toMatch(/@import|url\(/);
  });

  it('is kept for ever but for its HTML, which is asked for anew', async () => {
    expect((await get(page, 'br')).headers['cache-control']).toBe('no-cache');
    for (const url of await loadedBy(page)) {
      const { headers } = await get(url, 'br');
      expect(headers['cache-control'], url).toBe('public, max-age=31536000, immutable');
    }
  });

  it('comes packed as the client takes it, and is the same', async () => {
    for (const url of await loadedBy(page)) {
      const plain = await get(url, 'identity');
      expect(plain.headers, url).not.toHaveProperty('content-encoding');
      const brotli = await get(url, 'gzip, br');
      expect(brotli.headers).toMatchObject({
        'content-encoding': 'br',
        'content-type': plain.headers['content-type'],
        vary: expect.stringMatching(/accept-encoding/i) as string,
      });
      expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(plain.body);
      const gzip = await get(url, 'gzip');
      expect(gzip.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body);
      for (const coding of ['gzip;q=0', 'zstd', '']) {
        const unpacked = await get(url, coding);
        expect(unpacked.headers, coding).not.toHaveProperty('content-encoding');
        expect(unpacked.headers.vary, coding).toMatch(/accept-encoding/i);
      }
      expect((await get(`${url}.br`, 'br')).statusCode).toBe(404);
    }
  });

  it(`is loaded first in ${MAX_FIRST_LOAD_BYTES / 1000} kB`, async () => {
    const answers = await Promise.all([page, ...(await loadedBy(page))].map((url) => get(url, 'gzip, br')));
    for (const { headers, statusCode } of answers) {
      expect([statusCode, headers['content-encoding']]).toEqual([200, 'br']);
    }
    const bytes = answers.reduce((sum, { rawPayload }) => sum + rawPayload.length, 0);
    expect(bytes).toBeGreaterThan(5_000);
    expect(bytes).toBeLessThanOrEqual(MAX_FIRST_LOAD_BYTES);
  });
});

describe('what a private check is made with', () => {
  /** Their addresses, as the page has them. */
  async function files(): Promise<Record<string, string>> {
    const [, script] = await loadedBy('/');
    const { body } = await get(script, 'identity');
    const urls = [
      ...body.matchAll(/\/assets\/(private|kernels|runtime|pocket)-[0-9a-f]{12}\.(js|wasm|onnx)/g),
    ];
    return Object.fromEntries(urls.map(([url, name]) => [name, url]));
  }

  it('is kept for ever, and sent packed where that helps', async () => {
    const all = await files();
    expect(Object.keys(all).toSorted()).toEqual(['kernels', 'pocket', 'private', 'runtime']);
    for (const url of Object.values(all)) {
      const { headers, statusCode } = await get(url, 'br');
      expect([statusCode, headers['cache-control']], url).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
      expect(headers['content-encoding'], url).toBe('br');
    }
    const { headers } = await get(all.runtime, 'identity');
    expect(headers['content-type']).toBe('application/wasm');
  });

  it('may compile WebAssembly in its thread, and nothing else may', async () => {
    const { private: thread, ...others } = await files();
    for (const coding of ['identity', 'br', 'gzip']) {
      expect((await get(thread, coding)).headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
      );
    }
    for (const url of ['/', '/case', ...Object.values(others), ...(await loadedBy('/'))]) {
      expect((await get(url, 'br')).headers['content-security-policy'], url).not.toContain('wasm');
    }
  });

  it('names nothing of this machine, and no other host', async () => {
    const { body } = await get((await files()).private, 'identity');
    // Not by a matcher, which would print all of it.
    expect(/\/work\/|\bcdn\.|jsdelivr|unpkg/.exec(body)?.[0]).toBeUndefined();
  });
});
