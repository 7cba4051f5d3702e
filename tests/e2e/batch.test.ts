import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Batch, BatchItem, OpenedBatch } from '../../src/api/batch.ts';
import type { CheckResult } from '../../src/api/check-result.ts';
import { type DemoServer, startDemoServer } from '../helpers/demo-server.ts';
import { keepPicture, looksAt, openPocket, postJson } from '../helpers/private-check.ts';
import { zip } from '../../scripts/synthetic/zip.ts';

let server: DemoServer;
beforeAll(async () => void (server = await startDemoServer()));
afterAll(() => server?.stop());

const NAMES = ['copy', 'edited', 'part', 'absent'] as const;
const ANSWERS = ['found', 'found', 'part', 'not-found'];

const fileOf = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../assets/demo/queries/${name}.jpg`, import.meta.url));

const keyed = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });

async function ended({ batch: { id }, secret }: OpenedBatch): Promise<Batch> {
  const at = `${server.address}/v1/batches/${id}`;
  const events = await (await fetch(`${at}/events`, keyed(secret))).text();
  expect(events.trimEnd().split('\n\n').at(-1)).toMatch(/^event: done\n/);
  return (await (await fetch(at, keyed(secret))).json()) as Batch;
}

const answersOf = (items: readonly BatchItem[]) => items.map(({ verdict }) => verdict?.answer);

describe('a batch', () => {
  it('finds of a ZIP what single checks find, and a picture that is none is an item with its error', async () => {
    const files = await Promise.all(NAMES.map(async (name) => [`${name}.jpg`, await fileOf(name)] as const));
    const packed = zip({ ...Object.fromEntries(files), 'broken.png': Buffer.from('no picture') }, true);
    const form = new FormData();
    form.append('pictures', new Blob([new Uint8Array(packed)]), 'mine.zip');
    const response = await fetch(`${server.address}/v1/batches`, { method: 'POST', body: form });
    const batch = await ended((await response.json()) as OpenedBatch);
    expect(batch).toMatchObject({ state: 'done', of: 5, done: 4, failed: 1 });
    expect(answersOf(batch.items)).toEqual([...ANSWERS, undefined]);
    expect(batch.items[4]).toMatchObject({ name: 'broken.png', state: 'failed', matches: [] });
    const [{ checkId, matches }] = batch.items;
    const single = (await (await fetch(`${server.address}/v1/checks/${checkId}`)).json()) as CheckResult;
    expect(single.matches.map(({ rowId }) => rowId)).toEqual(matches.map(({ rowId }) => rowId));
  });

  it('finds the same by fingerprints, once whoever has the pictures has looked at what needs a look', async () => {
    const embedder = await openPocket();
    const kept = await Promise.all(NAMES.map(async (name) => keepPicture(await fileOf(name), embedder)));
    const items = kept.map(({ sent }, i) => ({ name: NAMES[i], fingerprints: sent }));
    const opened = (await (await postJson(`${server.address}/v1/batches`, { items })).json()) as OpenedBatch;
    const { items: first } = await ended(opened);
    expect(first.map(({ state }) => state)).toEqual(NAMES.map(() => 'done'));
    expect(first.some(({ undecided }) => undecided > 0)).toBe(true);
    for (const { n, toCompare } of first) {
      if (toCompare === undefined) continue;
      await fetch(`${server.address}/v1/batches/${opened.batch.id}/items/${n}/comparisons`, {
        method: 'POST',
        headers: { ...keyed(opened.secret).headers, 'content-type': 'application/json' },
        body: JSON.stringify({ comparisons: looksAt(kept[n], toCompare) }),
      });
    }
    const { items: last } = await ended(opened);
    expect(answersOf(last)).toEqual(ANSWERS);
    expect(last.every(({ undecided }) => undecided === 0)).toBe(true);
  });

  it('leaves nothing of the names it was given in the log', () => {
    expect(server.output()).toContain('/v1/batches');
    expect(server.output()).not.toMatch(/mine\.zip|broken\.png/);
  });
});
