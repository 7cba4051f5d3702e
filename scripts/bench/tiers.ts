// What a search costs by the number of rows, with segments as they are published and merged by size, side by side:
//
//   npx tsx scripts/bench/tiers.ts [--rows 50000,100000,200000] [--segment 10000] [--most 4000000] [--queries 100]
//
// Of each number of rows, the index stands in segments of --segment rows, and beside that as ingests would have merged
// it. Both are searched in this thread by the same queries, in turns; each query is an edited copy of a row (cosine
// 0.90–0.97), whose nearest rows are told by comparing all. Run `npm run build` first: segments are built by threads.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cosineSimilarity, type Embedding } from '../../src/core/embedding.ts';
import { nearestOf } from '../../src/index/search/nearest.ts';
import { startSegmentBuilder } from '../../src/index/segment/builder.ts';
import { openSegment, type OpenSegment } from '../../src/index/segment/open-segment.ts';
import { mergeGroups } from '../../src/ingest/publish/merge-policy.ts';
import { clusteredVectors } from './clustered-vectors.ts';

const NEIGHBOURS = 10;
/** Of a check: rows that an index is asked for. */
const ASKED = 50;
const ROUNDS = 5;

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '50000,100000,200000' },
    segment: { type: 'string', default: '10000' },
    most: { type: 'string', default: '4000000' },
    queries: { type: 'string', default: '100' },
    dimensions: { type: 'string', default: '512' },
    threads: { type: 'string', default: '2' },
  },
});
const sizes = options.rows.split(',').map(Number);
const [segmentRows, mostRows] = [Number(options.segment), Number(options.most)];
const dimensions = Number(options.dimensions);
const space = { model: 'bench', modelRevision: '1', dimensions };
const description = { engine: 'usearch', ...space };
const dir = await mkdtemp(join(tmpdir(), 'trainspot-tiers-'));
const builder = startSegmentBuilder(Number(options.threads), dir);
const vectors = clusteredVectors(Math.max(...sizes), dimensions);

interface Segment {
  id: string;
  rows: number;
  deleted: number;
}
const published: Segment[] = [];
let merged: Segment[] = [];

try {
  console.log('     rows | published: segments, CPU ms a vector, recall, first | merged: the same | merging');
  for (const rows of sizes.toSorted((a, b) => a - b)) await measure(rows);
} finally {
  await builder.close();
  await rm(dir, { recursive: true });
}

async function measure(rows: number): Promise<void> {
  const done = published.reduce((sum, segment) => sum + segment.rows, 0);
  const starts = Array.from(
    { length: Math.ceil((rows - done) / segmentRows) },
    (_, i) => done + i * segmentRows,
  );
  const added = await Promise.all(
    starts.map(async (first) => {
      const own = vectors.rows.slice(first, Math.min(rows, first + segmentRows));
      const entries = own.map((vector, i) => ({ imageId: first + i, vector, pdq: null, keypoints: null }));
      return asSegment(await builder.build(description, entries));
    }),
  );
  published.push(...added);
  const beforeMerge = process.cpuUsage();
  merged = await mergedBySize([...merged, ...added]);
  const merging = process.cpuUsage(beforeMerge);
  const seconds = (merging.user + merging.system) / 1e6;

  const queries = vectors.copies(Number(options.queries));
  const exact = queries.map((query) => nearestRows(query, rows));
  const sides = { published: await opened(published), merged: await opened(merged) };
  const cpuMs = { published: 0, merged: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of round % 2 ? (['published', 'merged'] as const) : (['merged', 'published'] as const)) {
      const before = process.cpuUsage();
      for (const query of queries) search(sides[side], query);
      const { user, system } = process.cpuUsage(before);
      // The first round brings the files into memory.
      if (round > 0) cpuMs[side] += (user + system) / 1000 / queries.length / (ROUNDS - 1);
    }
  }
  const told = (side: keyof typeof sides): string => {
    const found = queries.map((query) => search(sides[side], query));
    const right = exact.map(
      (near, i) => near.filter((row) => found[i].slice(0, NEIGHBOURS).includes(row)).length,
    );
    const recall = right.reduce((sum, each) => sum + each, 0) / (queries.length * NEIGHBOURS);
    const first = exact.filter(([nearest], i) => found[i].includes(nearest)).length / queries.length;
    return `${sides[side].length}, ${cpuMs[side].toFixed(2)}, ${recall.toFixed(4)}, ${first.toFixed(3)}`;
  };
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `${String(rows).padStart(9)} | ${told('published')} | ${told('merged')} | ${seconds.toFixed(0)} CPU s, ${megabytes} MB at most`,
  );
  for (const segment of [...sides.published, ...sides.merged]) segment.close();
}

async function mergedBySize(given: readonly Segment[]): Promise<Segment[]> {
  let segments = [...given];
  for (;;) {
    const groups = mergeGroups(segments, mostRows);
    if (groups.length === 0) return segments;
    for (const group of groups) {
      const manifest = await builder.merge(
        description,
        group.map(({ id }) => id),
        [],
      );
      segments = [...segments.filter((segment) => !group.includes(segment)), asSegment(manifest)];
    }
  }
}

function asSegment({ id, rows }: { id: string; rows: number }): Segment {
  return { id, rows, deleted: 0 };
}

function opened(segments: readonly Segment[]): Promise<OpenSegment[]> {
  return Promise.all(segments.map(({ id }) => openSegment(dir, id, space)));
}

function search(segments: readonly OpenSegment[], query: Embedding): number[] {
  const found = nearestOf(
    segments.map((segment) => segment.search(query, ASKED)),
    ASKED,
  );
  return found.map(({ imageId }) => imageId);
}

/** Told by comparing every row. */
function nearestRows(query: Embedding, rows: number): number[] {
  const near: { row: number; similarity: number }[] = [];
  for (let row = 0; row < rows; row++) {
    const similarity = cosineSimilarity(query, vectors.rows[row]);
    if (near.length === NEIGHBOURS && similarity <= near[NEIGHBOURS - 1].similarity) continue;
    near.push({ row, similarity });
    near.sort((a, b) => b.similarity - a.similarity);
    near.length = Math.min(near.length, NEIGHBOURS);
  }
  return near.map(({ row }) => row);
}
