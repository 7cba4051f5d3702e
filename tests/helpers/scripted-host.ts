import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback, type OnLoopback } from './on-loopback.ts';

/** What a host answers: its parts, or a function that does what it likes with the connection. */
export type Answer =
  | { status?: number; headers?: Record<string, string | string[]>; body?: string | Uint8Array }
  | ((response: ServerResponse) => void);

/** A host on 127.0.0.1 that does what a test says, and has no robots.txt unless it says so. */
export interface ScriptedHost extends OnLoopback {
  /** Paths that were asked for, in order. */
  paths: string[];
  requests: IncomingMessage['headers'][];
  /** The most requests that were under way at once. */
  most(): number;
  underWay(): number;
}

export const PICTURE: Answer = { headers: { 'content-type': 'image/png' }, body: 'a picture' };
const NOT_FOUND: Answer = { status: 404 };

/** @param script answers every path, `nth` counting the requests for it from 1; `undefined` is answered as 404 */
export async function startScriptedHost(
  script: (path: string, nth: number) => Answer | undefined,
): Promise<ScriptedHost> {
  const paths: string[] = [];
  const requests: ScriptedHost['requests'] = [];
  let underWay = 0;
  let most = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    paths.push(path);
    requests.push(request.headers);
    most = Math.max(most, ++underWay);
    response.on('close', () => underWay--);
    response.on('error', () => {});
    const answer = script(path, paths.filter((each) => each === path).length) ?? NOT_FOUND;
    if (typeof answer === 'function') return answer(response);
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  });
  return { ...(await listenOnLoopback(server)), paths, requests, most: () => most, underWay: () => underWay };
}
