import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { parquetWriteFile } from 'hyparquet-writer';
import { npyHeader } from '../synthetic/npy.ts';

/** Servers on this machine, each of which has a row of a set. */
export interface Hosts {
  count: number;
  /** Of the pictures, by the row. */
  names: string[];
  urls: string[];
  /** As FETCH_PRIVATE_HOSTS takes it. */
  list: string;
  /** A folder of published vectors of which each row stands at another host. */
  set: string;
  /** Addresses of pictures that were asked for, in order, again each time. */
  asked: string[];
  /** Connections that are open still, once those have had time to end that were being closed. */
  openSockets: () => Promise<number>;
  close: () => Promise<void>;
}

const BYTES_OF_HALF = 2;
/** After a check's end, those of its requests that others might have waited for are over. */
const SETTLED_MS = 10_000;

/**
 * Starts `count` hosts, and lays a set for them: the vectors of `embeddings` over and over.
 * @param hangs whether the host of this number takes connections and never answers @param folder where the set is laid
 */
export async function startHosts(
  count: number,
  hangs: (n: number) => boolean,
  bytesOf: (name: string) => Buffer,
  folder: string,
  embeddings: string,
): Promise<Hosts> {
  const asked: string[] = [];
  const answer: Answer = (url, name) => (asked.push(url), bytesOf(name));
  const servers = await Promise.all(Array.from({ length: count }, (_, i) => startHost(hangs(i), answer)));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  const file = join(embeddings, 'metadata', readdirSync(join(embeddings, 'metadata'))[0]);
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
  const npy = readFileSync(join(embeddings, 'img_emb', readdirSync(join(embeddings, 'img_emb'))[0]));
  const dimensions = Number(/'shape': \(\d+, (\d+)\)/.exec(npy.toString('latin1', 0, 200))?.[1]);
  const vectors = npy.subarray(npy.length - rows.length * dimensions * BYTES_OF_HALF);
  const rowBytes = dimensions * BYTES_OF_HALF;
  const all = ports.map((port, i) => {
    const row = i % rows.length;
    const name = basename(new URL(String(rows[row]['url'])).pathname);
    return {
      name,
      url: `http://127.0.0.1:${port}/${name}`,
      vector: vectors.subarray(row * rowBytes, (row + 1) * rowBytes),
    };
  });
  mkdirSync(join(folder, 'img_emb'), { recursive: true });
  mkdirSync(join(folder, 'metadata'));
  writeFileSync(
    join(folder, 'img_emb', 'img_emb_0.npy'),
    Buffer.concat([npyHeader(count, dimensions), ...all.map(({ vector }) => vector)]),
  );
  parquetWriteFile({
    filename: join(folder, 'metadata', 'metadata_0.parquet'),
    columnData: [
      { name: 'url', data: all.map(({ url }) => url), type: 'STRING' },
      { name: 'caption', data: all.map((_, i) => `row ${i}`), type: 'STRING' },
      { name: 'NSFW', data: all.map(() => 'UNLIKELY'), type: 'STRING' },
    ],
  });
  return {
    count,
    names: all.map(({ name }) => name),
    urls: all.map(({ url }) => url),
    list: ports.map((port) => `127.0.0.1:${port}`).join(','),
    set: folder,
    asked,
    async openSockets() {
      await setTimeout(SETTLED_MS);
      const counts = await Promise.all(servers.map(openConnections));
      return counts.reduce((sum, open) => sum + open, 0);
    },
    async close() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

type Answer = (url: string, name: string) => Buffer;

async function startHost(isHanging: boolean, answer: Answer): Promise<Server> {
  const server = createServer(({ url = '', headers: { host } }, response) => {
    if (isHanging) return;
    const name = basename(url);
    if (!/\.jpe?g$/i.test(name)) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(answer(`http://${host}${url}`, name));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function openConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}
