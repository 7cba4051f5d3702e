import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';

/** A picture server on 127.0.0.1 that behaves well or badly, as the path asks. */
export interface PictureHost {
  /** `HOST:PORT`, as `privateHosts` takes it. */
  host: string;
  /** The address of a route, or of a file that was given. */
  url(path: string): string;
  /** The picture at `/ok`. */
  picture: Uint8Array;
  /** What was asked, in order. */
  requests: { path: string; headers: IncomingMessage['headers'] }[];
  /** Connections that were made. */
  connections(): number;
  close(): Promise<void>;
}

const ENDLESS_CHUNK = Buffer.alloc(64 * 1024, 1);
/** 8 MiB of nothing in 8 KiB. */
const BOMB = gzipSync(Buffer.alloc(8 * 1024 * 1024));

/**
 * Starts it. Routes: `/ok`, `/redirect` (to `/ok`), `/redirect-to?to=URL`, `/loop`, `/drip` (a byte at a time, without
 * end), `/silent` (never answers), `/huge` (without length or end), `/short` (less than its length says),
 * `/breaks-off`, `/noai`, `/noai-for-one` (addressed to a robot), `/noimageai`, `/tdm-reservation`, `/html`,
 * `/gzip-bomb`, `/declares?bytes=N`, any number as that status; and `files` by their names.
 */
export async function startPictureHost(files: Record<string, Uint8Array> = {}): Promise<PictureHost> {
  const picture = await sharp({ create: { width: 32, height: 24, channels: 3, background: '#c63' } })
    .png()
    .toBuffer();
  const requests: PictureHost['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers });
    response.on('error', () => {});
    answer(new URL(request.url ?? '/', 'http://host'), response, picture, files);
  });
  let connections = 0;
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: (path) => `http://${host}/${path.replace(/^\//, '')}`,
    picture,
    requests,
    connections: () => connections,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(
  url: URL,
  response: ServerResponse,
  picture: Buffer,
  files: Record<string, Uint8Array>,
): void {
  const name = decodeURIComponent(url.pathname.slice(1));
  if (Object.hasOwn(files, name)) return void response.end(files[name]);
  const route = routes[name];
  if (route) return route(response, picture, url.searchParams);
  const status = /^\d{3}$/.test(name) ? Number(name) : 404;
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`status ${status}`);
}

type Route = (response: ServerResponse, picture: Buffer, query: URLSearchParams) => void;

const routes: Record<string, Route> = {
  ok: png({}),
  noai: png({ 'x-robots-tag': 'noindex, noai' }),
  'noai-for-one': png({ 'x-robots-tag': ['noindex', 'ImageBot: noai'] }),
  noimageai: png({ 'x-robots-tag': 'NoImageAI' }),
  'tdm-reservation': png({ 'tdm-reservation': '1' }),
  redirect: (response) => redirect(response, '/ok'),
  'redirect-to': (response, _picture, query) => redirect(response, query.get('to') ?? '/ok'),
  loop: (response) => redirect(response, '/loop'),
  html: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Gone</h1>'),
  silent: () => {},
  drip(response) {
    response.writeHead(200, { 'content-type': 'image/png' });
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  },
  huge(response) {
    response.writeHead(200, { 'content-type': 'image/png' });
    const more = () => {
      while (!response.destroyed && response.write(ENDLESS_CHUNK));
    };
    response.on('drain', more);
    more();
  },
  short(response, picture) {
    response.writeHead(200, { 'content-length': picture.length + 1000 });
    response.write(picture, () => response.socket?.end());
  },
  'breaks-off'(response, picture) {
    response.writeHead(200, { 'content-type': 'image/png' });
    response.write(picture.subarray(0, 10), () => response.destroy());
  },
  declares(response, _picture, query) {
    response.writeHead(200, { 'content-length': Number(query.get('bytes')) });
    response.write('x');
  },
  'gzip-bomb'(response) {
    response.writeHead(200, { 'content-type': 'image/png', 'content-encoding': 'gzip' }).end(BOMB);
  },
};

function png(headers: Record<string, string | string[]>): Route {
  return (response, picture) => {
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': picture.length, ...headers });
    response.end(picture);
  };
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(302, { location: to }).end('moved');
}
