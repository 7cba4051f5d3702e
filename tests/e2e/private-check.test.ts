import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { Embedder } from '../../src/fingerprint/embedding/embedder.ts';
import { checkAt } from '../helpers/check-at.ts';
import { type DemoServer, startDemoServer } from '../helpers/demo-server.ts';
import {
  checkKept,
  comparable,
  keepPicture,
  type KeptPicture,
  looksAt,
  openPocket,
  postJson,
} from '../helpers/private-check.ts';

const ADMIN_KEY = 'a-key-of-the-tests-alone';

const demoFile = (path: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../assets/demo/${path}`, import.meta.url)));

const cut = (path: string): Promise<Uint8Array> =>
  sharp(demoFile(path)).extract({ left: 60, top: 40, width: 200, height: 180 }).png().toBuffer();
const mirrored = (path: string): Promise<Uint8Array> => sharp(demoFile(path)).flop().jpeg().toBuffer();

describe('a check of a picture that stays where it is', () => {
  let server: DemoServer;
  let pocket: Embedder;
  beforeAll(async () => {
    [server, pocket] = await Promise.all([startDemoServer({ ADMIN_KEY }), openPocket()]);
  }, 300_000);
  afterAll(async () => {
    await Promise.all([server.stop(), pocket.close()]);
  });

  it.each<[string, () => Promise<Uint8Array> | Uint8Array]>([
    ['the very file', () => demoFile('pictures/demo-020.jpg')],
    ['a copy', () => demoFile('queries/copy.jpg')],
    ['an edited copy', () => demoFile('queries/edited.jpg')],
    ['one that is not there', () => demoFile('queries/absent.jpg')],
    ['a cut', () => cut('pictures/demo-007.jpg')],
    ['a mirrored one', () => mirrored('pictures/demo-031.jpg')],
  ])('is answered as an upload of it: %s', async (_, draw) => {
    const file = await draw();
    const kept = await keepPicture(file, pocket);
    const [uploaded, { first, answer }] = await Promise.all([
      checkAt(server.address, file),
      checkKept(server.address, kept),
    ]);
    expect(comparable(answer)).toEqual(comparable(uploaded));
    expect(answer.picture.fingerprintedBy).toBe('sender');
    expect(uploaded.picture).not.toHaveProperty('fingerprintedBy');
    // Of most rows that a search brings up the keypoints alone say that they are other pictures.
    expect(first.toCompare?.length ?? 0).toBeLessThan(20);
  });

  it('names no row that waits for a look, and calls none of them found before it', async () => {
    const kept = await keepPicture(demoFile('queries/edited.jpg'), pocket);
    const { first, answer } = await checkKept(server.address, kept);
    expect(answer.verdict.answer).toBe('found');
    expect(first.verdict.answer).not.toBe('found');
    expect(first.matches).toEqual([]);
    for (const row of first.toCompare ?? []) expect(Object.keys(row).toSorted()).toEqual(['keypoints', 'n']);
  });

  it('answers the same again to whoever did not get the answer', async () => {
    const kept = await keepPicture(demoFile('queries/edited.jpg'), pocket);
    const { first, answer } = await checkKept(server.address, kept);
    const again = await postJson(`${server.address}/v1/checks/${first.id}/comparisons`, { comparisons: [] });
    expect(await again.json()).toEqual(answer);
    const read = await fetch(`${server.address}/v1/checks/${first.id}`);
    expect(await read.json()).toEqual(answer);
  });

  const refused = async (kept: KeptPicture, change: (comparisons: ReturnType<typeof looksAt>) => unknown) => {
    const first = await (await postJson(`${server.address}/v1/checks`, { fingerprints: kept.sent })).json();
    const { id, toCompare } = first as CheckResult;
    const comparisons = change(looksAt(kept, toCompare));
    const response = await postJson(`${server.address}/v1/checks/${id}/comparisons`, { comparisons });
    return { status: response.status, problem: (await response.json()) as { code: string; detail: string } };
  };

  it('refuses comparisons that are not those it asked for', async () => {
    const kept = await keepPicture(demoFile('queries/edited.jpg'), pocket);
    const none = await refused(kept, () => []);
    expect(none).toMatchObject({ status: 400, problem: { code: 'comparisons-invalid' } });
    expect(none.problem.detail).toContain('0 is missing');
    const twice = await refused(kept, (all) => [...all, all[0]]);
    expect(twice.problem.code).toBe('comparisons-invalid');
    const another = await refused(kept, (all) => [...all, { ...all[0], n: 9_999 }]);
    expect(another.problem.code).toBe('comparisons-invalid');
    const broken = await refused(kept, ([first]) => [{ ...first, geometry: { inliers: -1 } }]);
    expect(broken).toMatchObject({ status: 400, problem: { code: 'request-invalid' } });
    const unknown = await postJson(`${server.address}/v1/checks/none/comparisons`, { comparisons: [] });
    expect(unknown.status).toBe(404);
  });

  it('wants the vectors of each model that is searched by, in the state that is', async () => {
    const { sent } = await keepPicture(demoFile('queries/copy.jpg'), pocket);
    const problemOf = async (fingerprints: unknown) =>
      (await (await postJson(`${server.address}/v1/checks`, { fingerprints })).json()) as { detail: string };
    expect((await problemOf({ ...sent, embeddings: [] })).detail).toMatch(/none of pocket, by which demo/);
    const [embedding] = sent.embeddings;
    const other = { ...sent, embeddings: [{ ...embedding, revision: 'third' }] };
    expect((await problemOf(other)).detail).toMatch(/in its state 'third'; demo is searched by 'fourth'/);
  });

  it('never sends the keypoints of a row that is kept out of every answer, nor answers with it', async () => {
    const kept = await keepPicture(demoFile('queries/edited.jpg'), pocket);
    const before = await checkKept(server.address, kept);
    const [match] = before.answer.matches;
    const waiting = (await (
      await postJson(`${server.address}/v1/checks`, { fingerprints: kept.sent })
    ).json()) as CheckResult;
    const suppressed = await fetch(`${server.address}/v1/suppressions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` },
      body: JSON.stringify({ url: match.url, reason: 'a test', by: 'tests' }),
    });
    expect(suppressed.status).toBeLessThan(300);
    const comparisons = looksAt(kept, waiting.toCompare);
    const late = await postJson(`${server.address}/v1/checks/${waiting.id}/comparisons`, { comparisons });
    expect(rowsOf((await late.json()) as CheckResult)).not.toContain(match.rowId);
    const after = await checkKept(server.address, kept);
    expect(rowsOf(after.answer)).not.toContain(match.rowId);
    const sentBefore = (before.first.toCompare ?? []).map(({ keypoints }) => keypoints);
    const sentAfter = (after.first.toCompare ?? []).map(({ keypoints }) => keypoints);
    expect(sentBefore.length).toBeGreaterThan(sentAfter.length);
  });
});

function rowsOf({ matches, parts, lookAlikes }: CheckResult): string[] {
  return [...matches, ...parts, ...lookAlikes].map(({ rowId }) => rowId);
}
