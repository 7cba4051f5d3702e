import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { CheckResult } from '../../../src/api/check-result.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { configuredFingerprinter } from '../../../src/service/components.ts';
import type { EvalOptions } from '../options.ts';
import { editedPicture } from '../paint/edited.ts';
import { startPainters } from '../paint/painters.ts';
import { configFor, indexRows } from '../set/data-folder.ts';
import { openSet } from '../set/rows.ts';
import { openInBrowser } from './open-in-browser.ts';

/** What one way of asking took, check by check. */
export interface WayCosts {
  /** Bytes of what was sent, and of what was answered. */
  sent: number[];
  received: number[];
  seconds: number[];
}

/** Both ways of asking, next to each other. */
export interface WaysCompared {
  rows: number;
  pictures: number;
  checks: number;
  /** Checks with the same answer in one word, and those with the same rows in the same grades. */
  alike: number;
  sameGrades: number;
  /** The others, in words. */
  differing: string[];
  /** Rows whose keypoints a private check was sent, over all checks. */
  rowsSent: number;
  upload: WayCosts;
  private: WayCosts;
}

/**
 * Asks for every edit of the pictures that the options name, uploaded and by the page itself in Chromium, of a service that
 * holds them.
 * @param chromium the browser's program
 */
export async function compareWays(
  options: EvalOptions,
  chromium: string,
  isQuiet: boolean,
): Promise<WaysCompared> {
  const data = await mkdtemp(join(tmpdir(), 'trainspot-ways-'));
  const config = await configFor(data, 'pocket');
  const painters = startPainters(config.WORKER_THREADS);
  try {
    const set = await openSet(options, painters);
    const { database } = await openDatabase({ dataDir: config.DATA_DIR, answerMs: 600_000 });
    const fingerprinter = configuredFingerprinter(config);
    await indexRows(set.rows, config, database, fingerprinter, isQuiet);
    await fingerprinter.close();
    await database.close();
    const opened = await openInBrowser(data, chromium);
    const upload: WayCosts = { sent: [], received: [], seconds: [] };
    const own: WayCosts = { sent: [], received: [], seconds: [] };
    const differing: string[] = [];
    let [alike, rowsSent] = [0, 0];
    try {
      for (const row of set.asked) {
        for (const { name: edit } of options.edits) {
          const file = await editedPicture(row, edit, painters, options.seed);
          const uploaded = await uploadTo(opened.address, file, upload);
          const { answer, rows } = await checkIn(opened.page, file, own);
          rowsSent += rows;
          if (uploaded.verdict.answer === answer.verdict.answer) alike++;
          const [theirs, ours] = [gradesOf(uploaded), gradesOf(answer)];
          if (theirs !== ours)
            differing.push(`${row.name} ${edit}\n  uploaded: ${theirs}\n  private:  ${ours}`);
        }
      }
    } finally {
      await opened.close();
    }
    const checks = set.asked.length * options.edits.length;
    const counts = { rows: set.rows.length, pictures: set.asked.length, checks, alike };
    return { ...counts, sameGrades: checks - differing.length, differing, rowsSent, upload, private: own };
  } finally {
    await painters.close();
    await rm(data, { recursive: true, force: true });
  }
}

async function uploadTo(address: string, picture: Uint8Array, costs: WayCosts): Promise<CheckResult> {
  const form = new FormData();
  form.append('picture', new Blob([new Uint8Array(picture)]));
  const startedAt = performance.now();
  const response = await fetch(`${address}/v1/checks`, { method: 'POST', body: form });
  const text = await response.text();
  note(costs, picture.length, text.length, startedAt);
  return JSON.parse(text) as CheckResult;
}

/** By the page itself, as an artist does it. */
async function checkIn(
  page: Page,
  picture: Uint8Array,
  costs: WayCosts,
): Promise<{ answer: CheckResult; rows: number }> {
  let [sent, received, rows] = [0, 0, 0];
  const startedAt = performance.now();
  const last = page.waitForResponse(
    async (response) => {
      if (response.request().method() !== 'POST') return false;
      const text = await response.text();
      sent += response.request().postDataBuffer()?.length ?? 0;
      received += text.length;
      const { toCompare } = JSON.parse(text) as CheckResult;
      rows += toCompare?.length ?? 0;
      return toCompare === undefined;
    },
    { timeout: 120_000 },
  );
  const buffer = Buffer.from(picture);
  await page.setInputFiles('#file', { name: 'picture', mimeType: 'image/jpeg', buffer });
  const answer = (await (await last).json()) as CheckResult;
  note(costs, sent, received, startedAt);
  return { answer, rows };
}

function note(costs: WayCosts, sent: number, received: number, startedAt: number): void {
  costs.sent.push(sent);
  costs.received.push(received);
  costs.seconds.push((performance.now() - startedAt) / 1000);
}

function gradesOf({ matches, parts }: CheckResult): string {
  const rows = [...matches, ...parts].map(({ grade, rowId }) => `${rowId} ${grade}`).toSorted();
  return rows.join(', ') || 'nothing';
}
