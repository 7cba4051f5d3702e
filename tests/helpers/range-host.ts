import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server of files on loopback, with ranges or without, that can be made to misbehave. */
export interface RangeHost {
  url(path: string): string;
  /** By path; they may be changed at any time. */
  files: Map<string, Buffer>;
  /** Every request: its path, and which bytes it asked for. */
  asked: { path: string; range: string | undefined; headers: IncomingMessage['headers'] }[];
  /** Asked first; true where it answered. */
  before: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Bytes after which an answer breaks off, each used once. */
  breaks: number[];
  close(): Promise<void>;
}

export interface RangeHostSettings {
  hasRanges?: boolean;
  hasEtags?: boolean;
}

export async function startRangeHost({
  hasRanges = true,
  hasEtags = true,
}: RangeHostSettings = {}): Promise<RangeHost> {
  const server = createServer((request, response) => answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host: RangeHost = {
    url: (path) => `http://127.0.0.1:${port}/${path}`,
    files: new Map(),
    asked: [],
    before: () => false,
    breaks: [],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname.slice(1));
    const { range } = request.headers;
    host.asked.push({ path, range, headers: request.headers });
    if (host.before(request, response)) return;
    const file = host.files.get(path);
    if (!file) {
      response.writeHead(404).end('no such file');
      return;
    }
    const etag = `"${createHash('md5').update(file).digest('hex')}"`;
    if (hasEtags) response.setHeader('etag', etag);
    const wanted = request.headers['if-match'];
    if (wanted !== undefined && wanted !== etag) {
      response.writeHead(412).end();
      return;
    }
    const [, from, to] = (hasRanges && /^bytes=(\d+)-(\d*)$/.exec(range ?? '')) || [];
    if (from === undefined) {
      send(response, 200, file);
      return;
    }
    const start = Number(from);
    const end = Math.min(file.length, to ? Number(to) + 1 : file.length);
    if (start >= end) {
      response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
      return;
    }
    response.setHeader('content-range', `bytes ${start}-${end - 1}/${file.length}`);
    send(response, 206, file.subarray(start, end));
  }

  function send(response: ServerResponse, status: number, bytes: Buffer): void {
    response.writeHead(status, { 'content-length': bytes.length });
    const breakAt = host.breaks[0];
    if (breakAt === undefined || bytes.length <= breakAt) {
      response.end(bytes);
      return;
    }
    host.breaks.shift();
    response.write(bytes.subarray(0, breakAt), () => setImmediate(() => response.destroy()));
  }
  return host;
}
