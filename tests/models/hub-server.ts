import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server was asked, in order. */
interface SeenRequest {
  path: string;
  range: string | null;
  authorization: string | null;
}

/** How the server behaves; may be changed between requests. */
interface HubBehaviour {
  /** Files by their path in the repository. */
  files: Map<string, Uint8Array>;
  /** Answer with this status instead, with these headers. */
  refuse: { status: number; headers?: Record<string, string> } | null;
  /** Break the connection after so many bytes of a body, this many times. */
  cutAfterBytes: number;
  cuts: number;
  /** Whether Range is honoured. */
  ranges: boolean;
  /** Whether X-Linked-ETag and X-Linked-Size are sent. */
  stated: boolean;
  /** Origin that bodies are redirected to; null serves them here. */
  redirectTo: string | null;
}

export interface Hub {
  origin: string;
  seen: SeenRequest[];
  behaviour: HubBehaviour;
  close(): Promise<void>;
}

export const REPOSITORY = 'test/tiny-clip';
const PREFIX = `/${REPOSITORY}/resolve/main/`;

/** A server that answers the hub's addresses for one repository; the same one can play the host it redirects to. */
export async function startHub(files: Map<string, Uint8Array>): Promise<Hub> {
  const behaviour: HubBehaviour = {
    files,
    refuse: null,
    cutAfterBytes: Number.POSITIVE_INFINITY,
    cuts: 0,
    ranges: true,
    stated: true,
    redirectTo: null,
  };
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => answer(behaviour, seen, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, seen, behaviour, close: () => closeServer(server) };
}

export function readFiles(folder: string, paths: readonly string[]): Map<string, Uint8Array> {
  return new Map(paths.map((path) => [path, readFileSync(`${folder}/${path}`)]));
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function answer(
  behaviour: HubBehaviour,
  seen: SeenRequest[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = (request.url ?? '').startsWith(PREFIX) ? (request.url ?? '').slice(PREFIX.length) : '';
  const range = request.headers.range ?? null;
  seen.push({ path, range, authorization: request.headers.authorization ?? null });
  const bytes = behaviour.files.get(path);
  if (behaviour.refuse) {
    response.writeHead(behaviour.refuse.status, behaviour.refuse.headers).end();
    return;
  }
  if (!bytes) {
    response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
    return;
  }
  if (behaviour.stated) {
    response.setHeader('x-linked-etag', `"${sha256(bytes)}"`);
    response.setHeader('x-linked-size', bytes.length);
    response.setHeader('x-repo-commit', 'c0ffee');
  }
  if (behaviour.redirectTo) {
    response.writeHead(302, { location: behaviour.redirectTo + (request.url ?? '') }).end();
    return;
  }
  sendBody(behaviour, response, bytes, range);
}

function sendBody(
  behaviour: HubBehaviour,
  response: ServerResponse,
  bytes: Uint8Array,
  range: string | null,
): void {
  const from = behaviour.ranges && range ? Number(/^bytes=(\d+)-$/.exec(range)?.[1]) : 0;
  if (from >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const rest = bytes.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': rest.length,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  if (behaviour.cuts > 0 && rest.length > behaviour.cutAfterBytes) {
    behaviour.cuts--;
    // Not at once: what has come but was not read yet is lost with the connection (in Node 22, all of it).
    response.write(rest.subarray(0, behaviour.cutAfterBytes), () => setTimeout(() => response.destroy(), 50));
    return;
  }
  response.end(rest);
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
