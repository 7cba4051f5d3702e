// What each view of a query brings up, and what it brings up alone: whether it earns its price.
//
//   npm run build && npx tsx scripts/eval/views.ts --pictures DIR [--sample 60] [--distractors 2000] [--edits all] [--seed 1]
//     [--counts 2,10,50] [--without rotated-90+rotated-180+rotated-270,…] [--data DIR]
//
// Every picture of DIR is a row, beside drawn ones; every edit of a sample of them is embedded in all views. A view brings a row up
// where it is among the nearest rows to it, and a check takes as many over all views as src/check/search/vectors.ts says: what is
// lost without a view is counted by leaving it out there. A check takes 50 of each index; few of a small index are what 50 are of
// a large one. `--without` counts what is lost without several
// views together. `--data` keeps the rows' vectors for another run.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nearestRows, type ViewsSearch } from '../../src/check/search/vectors.ts';
import { SEARCH } from '../../src/core/calibration.ts';
import { mapConcurrently } from '../../src/core/concurrency.ts';
import { QUERY_OPTIONS, ROW_OPTIONS } from '../../src/core/fingerprint-options.ts';
import { VIEWS, type View } from '../../src/core/picture.ts';
import type { PublishedIndex } from '../../src/db/indexes.ts';
import type { NearImage } from '../../src/index/search/nearest.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { configuredFingerprinter } from '../../src/service/components.ts';
import { chosenEdits } from './edits/registry.ts';
import { startPainters } from './paint/painters.ts';
import { somePicturesIn } from './set/picture-files.ts';

const { values: options } = parseArgs({
  options: {
    pictures: { type: 'string' },
    sample: { type: 'string', default: '60' },
    distractors: { type: 'string', default: '2000' },
    edits: { type: 'string', default: 'all' },
    seed: { type: 'string', default: '1' },
    counts: { type: 'string', default: '2,10,50' },
    without: { type: 'string', default: 'rotated-90+rotated-180+rotated-270' },
    data: { type: 'string' },
  },
});
const MODEL = 'pocket';
const config = loadConfig({ ...process.env, ...(options.data ? { DATA_DIR: options.data } : {}) });
const fingerprinter = configuredFingerprinter(config);
const painters = startPainters(config.WORKER_THREADS);
const folder = options.pictures ?? '.';
const seed = Number(options.seed);
const names = await somePicturesIn(folder);
const edits = chosenEdits(options.edits);
const atOnce = 2 * config.WORKER_THREADS;
const index = { indexId: 1, model: MODEL } as PublishedIndex;

/** Of a sample whose members lie as far apart as can be. */
const sample = names.filter(
  (_, i) => i % Math.max(1, Math.floor(names.length / Number(options.sample))) === 0,
);

const rows = await rowVectors();
/** What is counted of a view where so many rows are taken. */
const tallies = options.counts.split(',').map((most) => ({
  most: Number(most),
  found: 0,
  views: new Map(VIEWS.map((view) => [view, { there: 0, brought: 0, alone: 0, lost: 0 }])),
  groups: new Map(options.without.split(',').map((group) => [group, 0])),
}));
type Tally = (typeof tallies)[number];
let asked = 0;
const tasks = sample.flatMap((name) => edits.map((edit) => ({ name, edit: edit.name })));
await mapConcurrently(tasks, atOnce, async ({ name, edit }) => {
  const picture = await readFile(join(folder, name));
  const edited = await painters.paint({ kind: 'edit', edit, picture, name, seed });
  const query = { ...QUERY_OPTIONS, keypoints: 'none' as const };
  const { embeddings } = await fingerprinter.fingerprint(edited, [MODEL], query);
  const lists = embeddings.map(({ view, vector }) => [view, nearest(vector)] as const);
  asked++;
  for (const tally of tallies) {
    const cut = new Map(lists.map(([view, list]) => [view, list.slice(0, tally.most)]));
    await count(names.indexOf(name), cut, tally);
  }
});
await Promise.all([fingerprinter.close(), painters.close()]);

console.log(`${asked} edits of ${sample.length} pictures among ${rows.length} rows`);
const share = (part: number): string => `${((100 * part) / asked).toFixed(1)} %`.padStart(7);
for (const { most, found, views, groups } of tallies) {
  console.log(`${most} rows taken: ${share(found)} brought up by all views together`);
  for (const [view, { there, brought, alone, lost }] of views) {
    console.log(
      `  ${view.padEnd(12)} made of ${share(there)}, brings up ${share(brought)}, alone ${share(alone)}, ` +
        `lost without it ${share(lost)} (${lost})`,
    );
  }
  for (const [group, lost] of groups) console.log(`  without ${group}: lost ${share(lost)} (${lost})`);
}

async function count(own: number, lists: ReadonlyMap<View, NearImage[]>, tally: Tally): Promise<void> {
  const isIn = (list: readonly NearImage[]): boolean => list.some(({ imageId }) => imageId === own);
  const bringing = [...lists].filter(([, list]) => isIn(list)).map(([view]) => view);
  const isFound = await taken(own, lists, tally.most);
  if (isFound) tally.found++;
  for (const [view] of lists) {
    const each = tally.views.get(view)!;
    each.there++;
    if (bringing.includes(view)) each.brought++;
    if (bringing.length === 1 && bringing[0] === view) each.alone++;
    if (isFound && !(await taken(own, without(lists, [view]), tally.most))) each.lost++;
  }
  for (const [group, lost] of tally.groups) {
    const isLost = isFound && !(await taken(own, without(lists, group.split('+')), tally.most));
    tally.groups.set(group, lost + (isLost ? 1 : 0));
  }
}

function without(lists: ReadonlyMap<View, NearImage[]>, views: readonly string[]): Map<View, NearImage[]> {
  return new Map([...lists].filter(([view]) => !views.includes(view)));
}

/** Whether a check that has these views takes the row for a candidate. */
async function taken(own: number, lists: ReadonlyMap<View, NearImage[]>, most: number): Promise<boolean> {
  const search: ViewsSearch = {
    index,
    views: [...lists.keys()],
    without: async () => [...lists.values()],
    ids: () => [],
  };
  return (await nearestRows([search], new Set(), most)).has(own);
}

function nearest(query: Float32Array): NearImage[] {
  const all = rows.map((row, imageId) => {
    let similarity = 0;
    for (let i = 0; i < row.length; i++) similarity += row[i] * query[i];
    return { imageId, similarity, place: { segmentId: '', ordinal: imageId } };
  });
  return all.toSorted((a, b) => b.similarity - a.similarity).slice(0, SEARCH.candidates);
}

/** Of the pictures in the order of their names, and then of the drawings. */
async function rowVectors(): Promise<Float32Array[]> {
  if (options.data) mkdirSync(options.data, { recursive: true });
  const kept = options.data && join(options.data, `views-${names.length}-${options.distractors}.f32`);
  if (kept && existsSync(kept)) {
    const bytes = readFileSync(kept);
    const all = new Float32Array(new Uint8Array(bytes).buffer);
    const length = all.length / (names.length + Number(options.distractors));
    return Array.from({ length: all.length / length }, (_, i) => all.subarray(i * length, (i + 1) * length));
  }
  const drawn = Array.from({ length: Number(options.distractors) }, (_, number) => number);
  const vectorOf = async (bytes: Uint8Array): Promise<Float32Array> => {
    const row = { ...ROW_OPTIONS, keypoints: 'none' as const };
    return (await fingerprinter.fingerprint(bytes, [MODEL], row)).embeddings[0].vector;
  };
  const vectors = await mapConcurrently(names, atOnce, async (name) =>
    vectorOf(await painters.paint({ kind: 'row', picture: await readFile(join(folder, name)) })),
  );
  const others = await mapConcurrently(drawn, atOnce, async (number) =>
    vectorOf(await painters.paint({ kind: 'distractor', seed, number })),
  );
  const all = [...vectors, ...others];
  if (kept) writeFileSync(kept, Buffer.concat(all.map((vector) => new Uint8Array(vector.slice().buffer))));
  return all;
}
