import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startPictureHost } from '../helpers/picture-host.ts';
import { startScriptedHost } from '../helpers/scripted-host.ts';
import { downloader, host, withPictureHost } from './downloading.ts';

withPictureHost();

describe('a bad server', () => {
  it.each([404, 500, 204, 206, 304])('that answers %i is quoted', async (status) => {
    await expect(downloader().download(host.url(String(status)))).rejects.toMatchObject({
      code: 'download-failed',
      reason: `http-${status}`,
      message: expect.stringContaining(String(status)),
    });
  });

  it('that redirects in a circle is left', async () => {
    const seen = host.requests.length;
    await expect(downloader().download(host.url('loop'))).rejects.toMatchObject({ reason: 'redirects' });
    expect(host.requests.length - seen).toBe(6);
  });

  it.each(['silent', 'drip'])('that takes for ever is left: %s', async (path) => {
    const download = downloader({ timeoutMs: 300 }).download(host.url(path));
    await expect(download).rejects.toMatchObject({
      code: 'download-timeout',
      reason: 'timeout',
      message: expect.stringContaining('300 ms'),
    });
  });

  it('that takes the connection and says nothing is left, over TLS too', async () => {
    const mute: Server = createServer(() => {}).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const place = `127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const made = downloader({ timeoutMs: 300, privateHosts: new Set([place]) });
    await expect(made.download(`https://${place}/`)).rejects.toMatchObject({ code: 'download-timeout' });
    await made.close();
    mute.close();
  });

  it('that is slow with its first byte, or stops in the middle, is left before all the time is over', async () => {
    const slow = downloader({ timeoutMs: 60_000, firstByteTimeoutMs: 300 });
    await expect(slow.download(host.url('silent'))).rejects.toMatchObject({ reason: 'timeout' });
    const stuck = await startScriptedHost(() => (response) => {
      response.writeHead(200, { 'content-type': 'image/png' });
      response.write('x');
    });
    const idle = downloader({
      timeoutMs: 60_000,
      idleTimeoutMs: 300,
      privateHosts: new Set([stuck.host]),
    });
    await expect(idle.download(stuck.url('/'))).rejects.toMatchObject({ reason: 'timeout' });
    await stuck.close();
  });

  it('whose name cannot be looked up just now is told apart from one that does not exist', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error('EAI_AGAIN'), { code: 'EAI_AGAIN' }));
    const download = downloader({ lookup }).download('http://some-name.example/');
    await expect(download).rejects.toMatchObject({ code: 'download-failed', reason: 'dns-later' });
  });

  it('whose name has no address at all is told apart', async () => {
    const made = downloader({ lookup: async () => [], privateHosts: new Set(['empty-name.example:80']) });
    const download = made.download('http://empty-name.example/');
    await expect(download).rejects.toMatchObject({ code: 'download-failed', reason: 'dns' });
  });

  it('whose name is never resolved is left', async () => {
    const lookup = () => new Promise<never>(() => {});
    const download = downloader({ timeoutMs: 300, lookup }).download('http://slow-name.example/');
    await expect(download).rejects.toMatchObject({ code: 'download-timeout' });
  });

  it('whose name does not exist is told apart', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' }));
    const download = downloader({ lookup }).download('http://no-such-name.example/');
    await expect(download).rejects.toMatchObject({ code: 'download-failed', reason: 'dns' });
  });

  it('that sends without end is cut off at the limit', async () => {
    await expect(downloader().download(host.url('huge'))).rejects.toMatchObject({
      code: 'download-too-large',
      reason: 'too-large',
      message: expect.stringContaining('100000'),
    });
  });

  it('that announces too much is left before the first byte, with both numbers', async () => {
    await expect(downloader().download(host.url('declares?bytes=100001'))).rejects.toMatchObject({
      code: 'download-too-large',
      message: expect.stringMatching(/100001.*100000/),
    });
  });

  it('is taken at exactly the limit', async () => {
    const exact = downloader({ maxBytes: host.picture.length });
    expect((await exact.download(host.url('ok'))).bytes.length).toBe(host.picture.length);
    const under = downloader({ maxBytes: host.picture.length - 1 });
    await expect(under.download(host.url('ok'))).rejects.toMatchObject({ code: 'download-too-large' });
  });

  it('that packs a bomb is left once it was unpacked up to the limit', async () => {
    await expect(downloader().download(host.url('gzip-bomb'))).rejects.toMatchObject({
      code: 'download-too-large',
      message: expect.stringContaining('100000'),
    });
  });

  it.each(['short', 'breaks-off'])('that does not send all it should is no success: %s', async (path) => {
    await expect(downloader().download(host.url(path))).rejects.toMatchObject({
      code: 'download-failed',
      reason: 'connection',
    });
  });

  it('that is not there is said so, without its address', async () => {
    const gone = await startPictureHost();
    await gone.close();
    const made = downloader({ privateHosts: new Set([gone.host]) });
    const error = await made.download(gone.url('ok')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'download-failed', reason: 'connection' });
    expect((error as Error).message).not.toContain(gone.host);
  });
});
