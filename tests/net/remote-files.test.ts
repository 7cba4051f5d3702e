import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userAgentOf } from '../../src/net/guarded-client.ts';
import {
  createRemoteFiles,
  type RemoteFiles,
  type RemoteSettings,
} from '../../src/net/remote/remote-files.ts';
import { startRangeHost, type RangeHost } from '../helpers/range-host.ts';

const MIB = 1024 * 1024;

let host: RangeHost;
let files: RemoteFiles;

const nobody = { endpoint: null, region: 'us-east-1', credentials: null };

function opened(changes: Partial<RemoteSettings> = {}): RemoteFiles {
  return createRemoteFiles({
    s3: nobody,
    gs: nobody,
    hub: { endpoint: 'https://hub.example' },
    privateHosts: new Set(),
    userAgent: userAgentOf(undefined),
    ...changes,
  });
}

async function joined(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

describe('a file on a server with ranges', () => {
  beforeEach(async () => {
    host = await startRangeHost();
    files = opened();
  });
  afterEach(async () => {
    await files.close();
    await host.close();
  });

  it('gives any part of it, and the whole from front to back', async () => {
    const content = randomBytes(5 * MIB + 77);
    host.files.set('a.bin', content);
    const file = await files.open(host.url('a.bin'));
    expect(file.bytes).toBe(content.length);
    const place = fc.nat(content.length);
    await fc.assert(
      fc.asyncProperty(place, place, async (one, other) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        expect(Buffer.compare(await file.read(start, end), content.subarray(start, end))).toBe(0);
        if (start % 4 > 0) return;
        expect(Buffer.compare(await joined(file.chunks(start, end)), content.subarray(start, end))).toBe(0);
      }),
      { numRuns: 60 },
    );
    expect(Buffer.compare(await joined(file.chunks()), content)).toBe(0);
  });

  it('is asked few times by whoever reads a little at a time', async () => {
    const content = randomBytes(32 * MIB);
    host.files.set('a.tar', content);
    const file = await files.open(host.url('a.tar'));
    for (let at = 0; at < content.length; at += 30_000)
      await file.read(at, Math.min(content.length, at + 512));
    // 1,119 reads, by parts of 1, 2, 4 and then 8 MiB.
    expect(host.asked.length).toBeLessThan(12);
    const before = host.asked.length;
    await file.read(content.length - 8, content.length);
    await file.read(content.length - 70_000, content.length);
    expect(host.asked.length).toBe(before);
  });

  it('is taken up where a connection broke', async () => {
    const content = randomBytes(3 * MIB);
    host.files.set('a.bin', content);
    const file = await files.open(host.url('a.bin'));
    host.breaks.push(700_000, 600_000);
    expect(Buffer.compare(await file.read(0, content.length), content)).toBe(0);
    const froms = host.asked.slice(1).map(({ range }) => Number(/=(\d+)/.exec(range ?? '')?.[1]));
    expect(froms[0]).toBe(MIB);
    expect(froms[1]).toBeGreaterThan(MIB);
    expect(froms[2]).toBeGreaterThan(froms[1]);
  });

  it('is another file once it was changed', async () => {
    host.files.set('a.bin', randomBytes(3 * MIB));
    const path = host.url('a.bin');
    const file = await files.open(path);
    expect(await files.isUnchanged(path)).toBe(true);
    host.files.set('a.bin', randomBytes(3 * MIB));
    await expect(file.read(2 * MIB, 3 * MIB)).rejects.toThrow(/a\.bin was changed while it was read/);
    expect(await files.isUnchanged(path)).toBe(false);
  });

  it.each([
    [403, /answered 403: the server wants a log-in/],
    [404, /answered 404: there is no such file/],
    [418, /answered 418: the server does not give the file/],
  ])('that answers %d says what to do, and not what gives access', async (status, words) => {
    host.before = (_, response) => {
      response.writeHead(status).end();
      return true;
    };
    const failure: unknown = await files
      .open(`${host.url('a.bin')}?sig=SECRET`)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'download-failed', status });
    expect(String(failure)).toMatch(words);
    expect(String(failure)).not.toContain('SECRET');
  });

  it('is asked again while it fails for now', async () => {
    host.files.set('a.bin', Buffer.from('all of it'));
    let failures = 2;
    host.before = (_, response) => {
      if (failures-- <= 0) return false;
      response.writeHead(503).end();
      return true;
    };
    const file = await files.open(host.url('a.bin'));
    expect(Buffer.from(await file.read(0, 9)).toString()).toBe('all of it');
    expect(host.asked).toHaveLength(3);
  });

  it('may be empty', async () => {
    host.files.set('empty.csv', Buffer.alloc(0));
    const file = await files.open(host.url('empty.csv'));
    expect(file.bytes).toBe(0);
    expect(await joined(file.chunks())).toHaveLength(0);
  });

  it('may be where another sends on to, which is told no token, and be on no other private network', async () => {
    const far = await startRangeHost();
    try {
      far.files.set('a.bin', Buffer.from('far away'));
      host.before = (_, response) => {
        response.writeHead(302, { location: far.url('a.bin') }).end();
        return true;
      };
      const refused = files.open(host.url('a.bin'));
      await expect(refused).rejects.toThrow(/leads to an address on a private network/);
      const allowed = opened({
        privateHosts: new Set([new URL(far.url('')).host]),
        hub: { endpoint: new URL(host.url('')).origin, token: 'SECRET' },
      });
      const file = await allowed.open(host.url('a.bin'));
      expect(Buffer.from(await file.read(0, 8)).toString()).toBe('far away');
      expect(host.asked.at(-1)?.headers.authorization).toBe('Bearer SECRET');
      expect(far.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
      await allowed.close();
    } finally {
      await far.close();
    }
  });

  it('cannot be a folder, nor hold a password', async () => {
    await expect(files.names(host.url('folder/'))).rejects.toThrow(
      /cannot be listed; give the address of each file/,
    );
    const withPassword = host.url('a.bin').replace('//', '//me:SECRET@');
    const failure: unknown = await files.open(withPassword).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'usage' });
    expect(String(failure)).not.toContain('SECRET');
  });
});

describe('a file on a server without ranges', () => {
  beforeEach(async () => {
    host = await startRangeHost({ hasRanges: false });
    files = opened();
  });
  afterEach(async () => {
    await files.close();
    await host.close();
  });

  it('is read from front to back, also where it breaks off', async () => {
    const content = randomBytes(3 * MIB + 5);
    host.files.set('a.csv', content);
    const file = await files.open(host.url('a.csv'));
    expect(file.bytes).toBe(content.length);
    host.breaks.push(2 * MIB, 1 * MIB);
    expect(Buffer.compare(await joined(file.chunks()), content)).toBe(0);
    expect(Buffer.compare(await joined(file.chunks(10, 1000)), content.subarray(10, 1000))).toBe(0);
  });

  it('that was changed behind the place where it broke off is not gone on with', async () => {
    host.files.set('a.csv', randomBytes(2 * MIB));
    const file = await files.open(host.url('a.csv'));
    host.breaks.push(MIB);
    const reading = file.chunks()[Symbol.asyncIterator]();
    await reading.next();
    host.files.set('a.csv', randomBytes(2 * MIB));
    const rest = (async () => {
      while (!(await reading.next()).done);
    })();
    await expect(rest).rejects.toThrow(/was changed while it was read/);
  });

  it('gives no part, and says what to do', async () => {
    host.files.set('a.parquet', randomBytes(2 * MIB));
    const file = await files.open(host.url('a.parquet'));
    await expect(file.read(MIB, 2 * MIB)).rejects.toThrow(
      /gives whole files alone .* fetch it to this machine/s,
    );
  });
});
