// What bombs do to the built service: its event loop's worst delay, its memory, and its answers.
//
//   npm run build && npx tsx scripts/bench/bombs.ts [--repeats 3] [--only WORD]
//
// A server in a process of its own, over the demo set, is sent every bomb on every way that takes bytes or addresses. Its delay is what it
// measures of itself (the greatest between two readings of /metrics, the 10 ms of the measuring timer included). Beside
// each upload stands what as many bytes cost that are no picture, and so are parsed by nobody: a machine that is busy
// with something else delays both. A delay of over 50 ms is measured again, and the least of the repeats counts. Every
// bomb is to be answered with a 4xx on every way: what is answered otherwise is counted, and ends the bench with 1.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Batch, OpenedBatch } from '../../src/api/batch.ts';
import { PICTURE_BOMBS } from '../synthetic/bombs/picture-bombs.ts';
import { JSON_BOMBS, SITE_BOMBS } from '../synthetic/bombs/site-bombs.ts';
import { ZIP_BOMBS } from '../synthetic/bombs/zip-bombs.ts';

const { values: options } = parseArgs({
  options: { repeats: { type: 'string', default: '3' }, only: { type: 'string', default: '' } },
});
const MAX_DELAY_MS = 50;
const ADMIN_KEY = 'a-key-of-more-than-16-letters';
const FORM_ROUTES = ['/v1/opt-out-pictures', '/v1/checks', '/v1/suppressions'] as const;
const ADDRESS_ROUTES = ['/v1/opt-out-audits', '/v1/checks'] as const;
const BATCHES = '/v1/batches';
const JSON_ROUTES = [
  '/v1/opt-out-audits',
  '/v1/checks',
  '/v1/notices',
  '/v1/cases',
  '/v1/routes',
  '/v1/text-searches',
  '/v1/vector-searches',
  '/knn-service',
  '/metadata',
  BATCHES,
] as const;
const IN_BASE64 = '/knn-service';

type Served = Record<string, { headers: Record<string, string>; body: string | Uint8Array }>;
let served: Served = {};
const host = createServer((request, response) => {
  const answer = served[request.url ?? ''];
  if (answer) response.writeHead(200, answer.headers).end(answer.body);
  else response.writeHead(404).end();
});
host.listen(0, '127.0.0.1');
await once(host, 'listening');
const hostName = `127.0.0.1:${(host.address() as AddressInfo).port}`;

const dataDir = mkdtempSync(join(tmpdir(), 'trainspot-bombs-'));
const server = spawn(process.execPath, ['scripts/trainspot.mjs', 'serve', '--demo', '--data', dataDir], {
  cwd: fileURLToPath(new URL('../../', import.meta.url)),
  env: {
    ...process.env,
    // As the command sets it for a server; here it is one process, whose memory can be read.
    MALLOC_TRIM_THRESHOLD_: '131072',
    PORT: '0',
    LOG_LEVEL: 'error',
    EVENT_LOOP_DELAY_MAX_MS: '600000',
    RATE_LIMIT_PER_MINUTE: '100000',
    FETCH_PRIVATE_HOSTS: hostName,
    ADMIN_KEY,
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const hasEnded = (): boolean => server.exitCode !== null || server.signalCode !== null;

try {
  const address = await ready();
  await metrics(address);
  const before = memory();
  console.log(`Memory at rest: ${mib(before.now)} MiB, at most ${mib(before.peak)} while starting.`);
  console.log('   delay  control  status  memory  bomb and way');
  const worst = await throwAll(address);
  const after = memory();
  console.log(
    `Worst delay ${worst.delay.toFixed(0)} ms; memory at most ${mib(after.peak)} MiB, ${mib(after.now)} at the end.`,
  );
  console.log(`answered otherwise than 4xx: ${worst.otherwise}`);
  if (worst.otherwise > 0) process.exitCode = 1;
  if (hasEnded()) throw new Error(`The server ended with ${server.exitCode ?? server.signalCode}.`);
} finally {
  server.kill('SIGINT');
  host.closeAllConnections();
  host.close();
  if (!hasEnded()) await once(server, 'exit');
  rmSync(dataDir, { recursive: true, force: true });
}

async function throwAll(address: string): Promise<{ delay: number; otherwise: number }> {
  let worst = 0;
  let otherwise = 0;
  const measure = async (name: string, send: () => Promise<number>, control?: () => Promise<number>) => {
    if (!name.includes(options.only)) return;
    let delay = Number.POSITIVE_INFINITY;
    let controlDelay = Number.NaN;
    let status = 0;
    for (let n = 0; n < Number(options.repeats) && delay > MAX_DELAY_MS; n++) {
      await metrics(address);
      if (control) {
        await control();
        const found = await metrics(address);
        controlDelay = Math.min(found, Number.isNaN(controlDelay) ? found : controlDelay);
      }
      status = await send();
      delay = Math.min(delay, await metrics(address));
    }
    worst = Math.max(worst, delay);
    if (status < 400 || status > 499) otherwise++;
    const beside = Number.isNaN(controlDelay) ? '' : `${controlDelay.toFixed(0)} ms`;
    console.log(
      `${delay.toFixed(0).padStart(5)} ms  ${beside.padStart(7)}  ${status}  ${mib(memory().now)} MiB  ${name}`,
    );
  };
  for (const { name, type, bytes } of PICTURE_BOMBS) {
    const picture = bytes();
    const nothing = new Uint8Array(picture.length).fill(1);
    for (const route of FORM_ROUTES) {
      await measure(
        `${name}, form to ${route}`,
        () => postForm(address + route, picture),
        () => postForm(address + route, nothing),
      );
    }
    await measure(
      `${name}, base64 to ${IN_BASE64}`,
      () => postJson(address + IN_BASE64, knnOf(picture)),
      () => postJson(address + IN_BASE64, knnOf(nothing)),
    );
    await measure(
      `${name}, in a batch`,
      () => postBatch(address, picture),
      () => postBatch(address, nothing),
    );
    served = { '/page': { headers: { 'content-type': type }, body: picture } };
    for (const route of ADDRESS_ROUTES) {
      await measure(`${name}, address to ${route}`, () => postJson(address + route, urlOf('/page')));
    }
  }
  for (const { name, bytes } of ZIP_BOMBS) {
    await measure(`${name}, in a batch`, () => postBatch(address, bytes()));
  }
  for (const { name, path, headers, body } of SITE_BOMBS) {
    served = {
      '/page': { headers: { 'content-type': 'text/html' }, body: '' },
      [path]: { headers, body: body() },
    };
    await measure(`${name}, address to /v1/opt-out-audits`, () =>
      postJson(`${address}/v1/opt-out-audits`, urlOf('/page')),
    );
    await measure(`${name}, address to /v1/checks`, () => postJson(`${address}/v1/checks`, urlOf(path)));
  }
  for (const [name, body] of JSON_BOMBS) {
    for (const route of JSON_ROUTES)
      await measure(`${name}, JSON to ${route}`, () => postJson(address + route, body));
  }
  return { delay: worst, otherwise };
}

/** A batch of one file. Of one that is taken in the problem is its picture's: 422 where it has failed, once all is done. */
async function postBatch(address: string, file: Uint8Array): Promise<number> {
  const form = new FormData();
  form.append('pictures', new Blob([Uint8Array.from(file)]), 'file');
  const response = await fetch(address + BATCHES, { method: 'POST', body: form });
  const { batch, secret } = (await response.json()) as Partial<OpenedBatch>;
  if (batch === undefined) return response.status;
  const headers = { authorization: `Bearer ${secret}` };
  await (await fetch(`${address}${BATCHES}/${batch.id}/events`, { headers })).arrayBuffer();
  const { failed, of } = (await (
    await fetch(`${address}${BATCHES}/${batch.id}`, { headers })
  ).json()) as Batch;
  return failed === of ? 422 : response.status;
}

function knnOf(picture: Uint8Array): string {
  const image = Buffer.from(picture).toString('base64');
  return JSON.stringify({ image, modality: 'image', num_images: 1, indice_name: null });
}

function urlOf(path: string): string {
  return JSON.stringify({ url: `http://${hostName}${path}` });
}

async function postForm(url: string, picture: Uint8Array): Promise<number> {
  const form = new FormData();
  form.append('picture', new Blob([Uint8Array.from(picture)]), 'picture');
  if (url.endsWith('/suppressions')) form.append('reason', 'a bomb');
  const response = await fetch(url, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  await response.arrayBuffer();
  return response.status;
}

async function postJson(url: string, body: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  await response.arrayBuffer();
  return response.status;
}

/** The greatest delay since the last reading, in ms. */
async function metrics(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1]) * 1000;
}

/** Bytes of the server's process (Linux). */
function memory(): { now: number; peak: number } {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  const of = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) * 1024;
  return { now: of('VmRSS'), peak: of('VmHWM') };
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

async function ready(): Promise<string> {
  let output = '';
  for await (const chunk of server.stdout!) {
    output += String(chunk);
    const address = /Trainspot is ready: (\S+)\//.exec(output)?.[1];
    if (address) {
      server.stdout!.resume();
      return address;
    }
  }
  throw new Error(`The server did not start:\n${output}`);
}
