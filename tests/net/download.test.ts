import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { userAgentOf } from '../../src/net/guarded-client.ts';
import { startPictureHost } from '../helpers/picture-host.ts';
import { startScriptedHost } from '../helpers/scripted-host.ts';
import { downloader, host, withPictureHost } from './downloading.ts';

withPictureHost();

describe('a download', () => {
  it('brings the bytes, the type and where they came from', async () => {
    const { bytes, contentType, url, headers } = await downloader().download(host.url('ok'));
    expect(Buffer.from(bytes).equals(host.picture)).toBe(true);
    expect(bytes.byteLength).toBe(bytes.buffer.byteLength);
    expect(contentType).toBe('image/png');
    expect(url).toBe(host.url('ok'));
    expect(headers['content-length']).toBe(String(host.picture.length));
  });

  it('says who asks, and nothing else', async () => {
    const seen = host.requests.length;
    await downloader().download(host.url('redirect'));
    const asked = host.requests.slice(seen);
    expect(asked.map(({ path }) => path)).toEqual(['/redirect', '/ok']);
    for (const { headers } of asked) {
      expect(headers['user-agent']).toMatch(/^Trainspot\/\S+ \(training-data search\)$/);
      expect(headers['accept-encoding']).toBe('identity');
      expect(Object.keys(headers).toSorted()).toEqual([
        'accept',
        'accept-encoding',
        'connection',
        'host',
        'user-agent',
      ]);
    }
  });

  it('uses its connections again, after a redirect too', async () => {
    const made = downloader();
    const before = host.connections();
    for (const path of ['ok', 'redirect', 'ok', 'redirect']) await made.download(host.url(path));
    // Two, not one: the next request may go out just before the last one's connection is free.
    expect(host.connections() - before).toBeLessThanOrEqual(2);
  });

  it('ends at the last address of a redirect', async () => {
    const { url } = await downloader().download(host.url(`redirect-to?to=${host.url('redirect')}`));
    expect(url).toBe(host.url('ok'));
  });

  it('gives a page that is no picture as it is, unless only pictures are wanted', async () => {
    expect((await downloader().download(host.url('html'))).contentType).toBe('text/html');
    const picky = downloader().download(host.url('html'), { onlyPictures: true });
    await expect(picky).rejects.toMatchObject({ reason: 'not-a-picture' });
    const picture = await downloader().download(host.url('ok'), { onlyPictures: true });
    expect(picture.contentType).toBe('image/png');
  });

  it.each(['image/jpeg; charset=x', 'IMAGE/PNG', 'application/octet-stream', 'jpg', ''])(
    'takes what is called %j for a picture',
    async (type) => {
      const odd = await startScriptedHost(() => ({ headers: { 'content-type': type }, body: 'x' }));
      const made = downloader({ privateHosts: new Set([odd.host]) });
      expect((await made.download(odd.url('/'), { onlyPictures: true })).bytes.length).toBe(1);
      await odd.close();
    },
  );

  it('gives its contact where there is one', async () => {
    const seen = host.requests.length;
    const userAgent = userAgentOf('https://example.org/bot');
    await downloader({ userAgent }).download(host.url('ok'));
    expect(host.requests[seen].headers['user-agent']).toMatch(
      /^Trainspot\/\S+ \(training-data search; \+https:\/\/example\.org\/bot\)$/,
    );
  });

  it('goes to an allowed private host by name, wherever the name leads', async () => {
    const port = host.host.split(':')[1];
    const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
    const made = downloader({ privateHosts: new Set([`pictures.example:${port}`]), lookup });
    expect((await made.download(`http://pictures.example:${port}/ok`)).contentType).toBe('image/png');
  });
});

it('an allowed private host may be an IPv6 address', async () => {
  const mute: Server = createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const { port } = mute.address() as AddressInfo;
  const made = downloader({ privateHosts: new Set([`[::1]:${port}`]) });
  // Nobody listens there, or there is no IPv6 at all: either way it was tried.
  await expect(made.download(`http://[::1]:${port}/`)).rejects.toMatchObject({ reason: 'connection' });
  mute.close();
});

describe('an address that does not lead to the public internet', () => {
  const refused = expect.objectContaining({ code: 'address-refused' });

  it.each([
    'http://127.0.0.1:8080/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]:8080/',
    'http://[::ffff:10.0.0.1]/',
    'http://2130706433:8080/',
    'http://0177.0.0.1:8080/',
  ])('is refused: %s', async (url) => {
    await expect(downloader().download(url)).rejects.toEqual(refused);
  });

  it.each(['file:///etc/passwd', 'ftp://example.org/x.jpg'])('is no web address: %s', async (url) => {
    await expect(downloader().download(url)).rejects.toMatchObject({ code: 'address-invalid' });
  });

  it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '100.64.0.1', 'fd00::1', '::1', '::ffff:10.0.0.1'])(
    'is refused where a public name resolves to %s, without a word of it',
    async (address) => {
      const port = host.host.split(':')[1];
      const lookup = async () => [{ address, family: address.includes(':') ? 6 : 4 }];
      const seen = host.requests.length;
      const download = downloader({ lookup }).download(`http://innocent.example:${port}/ok`);
      const error: Error = await download.then(
        () => new Error('it was fetched'),
        (reason) => reason,
      );
      expect(error).toEqual(refused);
      expect(error.message).not.toContain(address);
      expect(host.requests.length).toBe(seen);
    },
  );

  it.each([
    'http://127.0.0.1:9/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://0x7f.1/',
    'http://localhost:9/',
  ])('is refused after a redirect: %s', async (target) => {
    const url = host.url(`redirect-to?to=${encodeURIComponent(target)}`);
    const error = await downloader()
      .download(url)
      .catch((reason: unknown) => reason);
    expect(error).toEqual(refused);
  });

  it('is refused after a redirect to another port of an allowed host', async () => {
    const other = await startPictureHost();
    const url = host.url(`redirect-to?to=${encodeURIComponent(other.url('ok'))}`);
    await expect(downloader().download(url)).rejects.toEqual(refused);
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it.each(['file:///etc/passwd', 'ftp://example.org/', 'http://[nonsense', 'data:,x'])(
    'is no web address after a redirect: %s',
    async (target) => {
      const url = host.url(`redirect-to?to=${encodeURIComponent(target)}`);
      await expect(downloader().download(url)).rejects.toMatchObject({ code: 'address-invalid' });
    },
  );
});

describe('an opt-out', () => {
  it.each(['noai', 'noai-for-one', 'noimageai', 'tdm-reservation'])(
    'is honoured when asked to: %s',
    async (path) => {
      await expect(downloader().download(host.url(path), { honourOptOut: true })).rejects.toMatchObject({
        code: 'opted-out',
        reason: 'opted-out',
      });
      // An artist's own check of the same picture trains nobody.
      expect((await downloader().download(host.url(path))).bytes.length).toBe(host.picture.length);
    },
  );
});

it('a signal ends a download at once', async () => {
  const stop = new AbortController();
  const waiting = downloader({ timeoutMs: 60_000 }).download(host.url('silent'), { signal: stop.signal });
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ reason: 'stopped' });
});

it('a closed downloader fails instead of waiting', async () => {
  const made = downloader();
  const waiting = made.download(host.url('silent'));
  const ended = expect(waiting).rejects.toMatchObject({ code: 'download-failed' });
  await made.close();
  await ended;
});
