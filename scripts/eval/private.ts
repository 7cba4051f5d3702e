// Whether a check in the browser is answered as an upload of the same file is: every picture of a folder is a row, some are
// asked in several edits, in both ways, by Chromium and the page as it is built (`npm run build`).
//
//   npx tsx scripts/eval/private.ts --pictures DIR [--sample 40] [--edits jpeg-30,crop-60,mirrored,bars,large-text]
//
// Prints the pairs of answers that differ, how many are alike, and what each way sends, receives and takes.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import type { CheckResult } from '../../src/api/check-result.ts';
import { openDatabase } from '../../src/db/open.ts';
import { configuredFingerprinter } from '../../src/service/components.ts';
import { parseOptions } from './options.ts';
import { editedPicture } from './paint/edited.ts';
import { startPainters } from './paint/painters.ts';
import { configFor, indexRows } from './set/data-folder.ts';
import { openSet } from './set/rows.ts';

const { values } = parseArgs({
  options: {
    pictures: { type: 'string' },
    sample: { type: 'string', default: '40' },
    edits: { type: 'string', default: 'jpeg-30,crop-60,mirrored,bars,large-text' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
});
if (values.pictures === undefined) throw new Error('--pictures is needed.');
const options = parseOptions([
  '--pictures',
  values.pictures,
  '--sample',
  values.sample,
  '--edits',
  values.edits,
]);

const data = await mkdtemp(join(tmpdir(), 'trainspot-private-'));
const config = await configFor(data, 'pocket');
const painters = startPainters(config.WORKER_THREADS);
const set = await openSet(options, painters);
const { database } = await openDatabase({ dataDir: config.DATA_DIR, answerMs: 600_000 });
const fingerprinter = configuredFingerprinter(config);
await indexRows(set.rows, config, database, fingerprinter, false);
await fingerprinter.close();
await database.close();

const { address, server } = await serve(data);
const browser = await chromium.launch({
  executablePath: values.chromium,
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
await page.goto(address);

interface Way {
  sent: number[];
  received: number[];
  seconds: number[];
}
const upload: Way = { sent: [], received: [], seconds: [] };
const kept: Way = { sent: [], received: [], seconds: [] };
let [alike, sameGrades, rowsSent] = [0, 0, 0];
const asked = set.asked.length * options.edits.length;
for (const row of set.asked) {
  for (const { name: edit } of options.edits) {
    const file = await editedPicture(row, edit, painters, options.seed);
    const uploaded = await uploadTo(address, file);
    const answer = await checkIn(page, file);
    if (uploaded.verdict.answer === answer.verdict.answer) alike++;
    const [theirs, ours] = [gradesOf(uploaded), gradesOf(answer)];
    if (theirs === ours) sameGrades++;
    else
      console.log(
        `${row.name} ${edit}\n  uploaded: ${theirs || 'nothing'}\n  private:  ${ours || 'nothing'}`,
      );
  }
}
console.log(
  `${asked} checks of ${set.asked.length} pictures among ${set.rows.length}: ${alike} answers alike, ${sameGrades} with the same rows in the same grades.`,
);
console.log(`rows sent to be looked at: ${(rowsSent / asked).toFixed(1)} a check`);
for (const [name, way] of Object.entries({ upload, private: kept })) {
  console.log(
    `${name}: sent ${middle(way.sent)} bytes, received ${middle(way.received)}, ${middle(way.seconds).toFixed(2)} s (medians; ` +
      `most sent ${Math.max(...way.sent)}, most received ${Math.max(...way.received)})`,
  );
}

await browser.close();
server.kill('SIGINT');
await once(server, 'exit');
await painters.close();
await rm(data, { recursive: true, force: true });

/** The service as it is built, with its page. */
async function serve(dataDir: string): Promise<{ address: string; server: ChildProcess }> {
  const child = spawn(process.execPath, ['scripts/trainspot.mjs', 'serve', '--data', dataDir], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { ...process.env, PORT: '0', RATE_LIMIT_PER_MINUTE: '100000', EVENT_LOOP_DELAY_MAX_MS: '600000' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (said.length < 100_000) said += chunk.toString();
      const ready = /Trainspot is ready: (\S+)\//.exec(said);
      if (ready) resolve(ready[1]);
    });
    child.once('exit', () => reject(new Error(`The service ended: ${said}`)));
  });
  return { address, server: child };
}

async function uploadTo(address: string, picture: Uint8Array): Promise<CheckResult> {
  const form = new FormData();
  form.append('picture', new Blob([new Uint8Array(picture)]));
  const startedAt = performance.now();
  const response = await fetch(`${address}/v1/checks`, { method: 'POST', body: form });
  const text = await response.text();
  note(upload, picture.length, text.length, startedAt);
  return JSON.parse(text) as CheckResult;
}

/** By the page itself, as an artist does it. */
async function checkIn(opened: Page, picture: Uint8Array): Promise<CheckResult> {
  let [sent, received] = [0, 0];
  const startedAt = performance.now();
  const last = opened.waitForResponse(
    async (response) => {
      if (response.request().method() !== 'POST') return false;
      const text = await response.text();
      sent += response.request().postDataBuffer()?.length ?? 0;
      received += text.length;
      const { toCompare } = JSON.parse(text) as CheckResult;
      rowsSent += toCompare?.length ?? 0;
      return toCompare === undefined;
    },
    { timeout: 120_000 },
  );
  const buffer = Buffer.from(picture);
  await opened.setInputFiles('#file', { name: 'picture', mimeType: 'image/jpeg', buffer });
  const answer = (await (await last).json()) as CheckResult;
  note(kept, sent, received, startedAt);
  return answer;
}

function note(way: Way, sent: number, received: number, startedAt: number): void {
  way.sent.push(sent);
  way.received.push(received);
  way.seconds.push((performance.now() - startedAt) / 1000);
}

function gradesOf({ matches, parts }: CheckResult): string {
  return [...matches, ...parts]
    .map(({ grade, rowId }) => `${rowId} ${grade}`)
    .toSorted()
    .join(', ');
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
