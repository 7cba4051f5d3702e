import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import { startFreshDemoServer, type DemoServer } from '../helpers/demo-server.ts';
import { startPictureHost, type PictureHost } from '../helpers/picture-host.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));

describe('the service, as npm start runs it', () => {
  let server: DemoServer;
  let host: PictureHost;
  beforeAll(async () => {
    const picture = new Uint8Array(await readFile(`${DEMO}queries/copy.jpg`));
    host = await startPictureHost({ 'copy.jpg': picture });
    server = await startFreshDemoServer({ FETCH_PRIVATE_HOSTS: host.host });
  });
  afterAll(async () => {
    await server?.stop();
    await host?.close();
  });

  const checkUrl = (url: string): Promise<Response> =>
    fetch(`${server.address}/v1/checks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url }),
    });

  async function check(path: string, fields: Record<string, string> = {}): Promise<CheckResult> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('picture', new Blob([new Uint8Array(await readFile(DEMO + path))]), 'picture.jpg');
    const response = await fetch(`${server.address}/v1/checks`, { method: 'POST', body: form });
    expect(response.status).toBe(200);
    return (await response.json()) as CheckResult;
  }

  it('indexed the demo set by the ordinary way, with its progress', () => {
    expect(server.output()).toMatch(/Indexing demo .*50 of 50/);
    expect(server.output()).toMatch(/hnswlib (\((avx2|plain) build\)|is compiled when)/);
  });

  it('knows the very file again', async () => {
    const { verdict, matches } = await check('pictures/demo-003.jpg');
    expect(verdict.answer).toBe('found');
    expect(matches[0]).toMatchObject({ grade: 'identical', dataset: 'demo', pdqDistance: 0 });
  });

  it('finds the demo copy in all three places, as one picture, with channels', async () => {
    const { verdict, matches } = await check('queries/copy.jpg');
    expect(verdict.answer).toBe('found');
    expect(matches).toHaveLength(3);
    expect(new Set(matches.map(({ group }) => group)).size).toBe(1);
    for (const { grade, channels } of matches) {
      expect(['identical', 'copy']).toContain(grade);
      expect(channels.length).toBeGreaterThan(0);
    }
  });

  it('names a group once: a look-alike is in the group of a match only where it shows the same picture', async () => {
    const { matches, lookAlikes } = await check('queries/edited.jpg');
    expect(matches).toHaveLength(1);
    expect(lookAlikes.length).toBeGreaterThan(0);
    const found = new Set(matches.map(({ group }) => group));
    expect(lookAlikes.filter(({ group }) => found.has(group))).toEqual([]);
  });

  it('finds what the edited picture was made of, and says where the one lies in the other', async () => {
    const { verdict, matches, lookAlikes } = await check('queries/edited.jpg');
    expect(verdict).toMatchObject({ answer: 'found', precision: { grade: 'edited' } });
    expect(matches).toHaveLength(1);
    const [{ grade, url, geometry, compared }] = matches;
    expect([grade, compared]).toEqual(['edited', true]);
    expect(url).toMatch(/\/demo-024\.jpg$/);
    expect(geometry).toMatchObject({ mirrored: false });
    expect(Math.abs(geometry?.rotationDegrees ?? 90)).toBeLessThan(3);
    // It was cropped to four fifths of each side.
    expect(geometry?.scale).toBeGreaterThan(0.75);
    expect(geometry?.scale).toBeLessThan(0.88);
    expect(geometry?.row.polygon.length).toBeGreaterThan(3);
    for (const lookAlike of lookAlikes) expect(lookAlike.geometry).toBeNull();
  });

  it('compares a row of an answer with its live picture, and says why where the address is dead', async () => {
    const { id, matches, lookAlikes } = await check('queries/copy.jpg');
    const verify = (checkId: string, n: number): Promise<Response> =>
      fetch(`${server.address}/v1/checks/${checkId}/matches/${n}/verification`, { method: 'POST' });
    const dead = await verify(id, 0);
    expect(dead.status).toBe(422);
    expect(dead.headers.get('content-type')).toBe('application/problem+json');
    expect(((await dead.json()) as { detail: string }).detail).toContain(new URL(matches[0].url).host);
    const count = matches.length + lookAlikes.length;
    const beyond = (await (await verify(id, count)).json()) as { code: string; detail: string };
    expect(beyond.code).toBe('match-unknown');
    expect(beyond.detail).toContain(`has ${count}, from 0 to ${count - 1}`);
    const unknown = await verify('00000000-0000-4000-8000-000000000000', 0);
    expect(unknown.status).toBe(404);
    expect(((await unknown.json()) as { code: string }).code).toBe('check-unknown');
  });

  it('says that the absent one is not in what was searched, and how much that is', async () => {
    const { verdict, matches, coverage, notSearched } = await check('queries/absent.jpg');
    expect(verdict.answer).toBe('not-found');
    expect(verdict.sentence).toMatch(/^Not found in Trainspot demo set .*\(50 of 50 pictures\)/);
    expect(matches).toEqual([]);
    expect(coverage).toMatchObject([
      { dataset: 'demo', release: 'bundled', rowsIndexed: 50, model: 'pocket' },
    ]);
    expect(notSearched.map(({ dataset }) => dataset)).toContain('laion-400m');
  });

  it('refuses a dataset that is not indexed by name', async () => {
    const form = new FormData();
    form.append('datasets', 'laion-5b');
    form.append(
      'picture',
      new Blob([new Uint8Array(await readFile(`${DEMO}queries/copy.jpg`))]),
      'picture.jpg',
    );
    const response = await fetch(`${server.address}/v1/checks`, { method: 'POST', body: form });
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.status).toBe(400);
    expect(((await response.json()) as { detail: string }).detail).toContain('demo');
  });

  it('checks a picture by its address', async () => {
    const response = await checkUrl(host.url('copy.jpg'));
    expect(response.status).toBe(200);
    expect(((await response.json()) as CheckResult).verdict.answer).toBe('found');
  });

  it.each([
    '404',
    'html',
    'loop',
    'redirect-to?to=http://169.254.169.254/',
    'redirect-to?to=file:///etc/passwd',
  ])('says what was wrong with an address that leads to %s', async (path) => {
    const response = await checkUrl(host.url(path));
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    const { detail } = (await response.json()) as { detail: string };
    expect(detail.length).toBeGreaterThan(20);
    expect(detail).not.toContain('169.254');
  });

  it.each([
    'http://127.0.0.1:1/x.jpg',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/x.jpg',
    'http://[::ffff:10.0.0.1]/x.jpg',
    'http://2130706433/x.jpg',
    'http://0177.0.0.1/x.jpg',
    'http://localhost/x.jpg',
    'file:///etc/passwd',
    'ftp://pictures.example/x.jpg',
  ])('refuses to fetch %s', async (url) => {
    const response = await checkUrl(url);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.text()).not.toContain('root:');
  });

  it('writes nothing of a picture into its log', async () => {
    const { picture } = await check('queries/edited.jpg');
    for (const word of [picture.sha256, picture.md5, picture.pdq, 'picture.jpg']) {
      expect(server.output()).not.toContain(word);
    }
  });

  it('is healthy and ready', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/metrics', '/docs', '/', '/demo/copy.jpg']) {
      expect((await fetch(server.address + path)).status, path).toBe(200);
    }
  });

  it('shuts down cleanly', async () => {
    expect(await server.stop()).toBe(0);
    expect(server.output()).not.toMatch(/error/i);
  });
});
