// What a graph finds and what it costs, by how widely it is searched: from this `src/index/engines/ef-search.ts` was set.
//
//   npx tsx scripts/bench/search-width.ts --folder DIR [--engine usearch] [--segments 1] [--views 12] [--counts 50]
//     [--breadths 48,64,96,128] [--compared 32,64] [--rounds 3]
//
// DIR is what `vector-search.ts --folder DIR` left: rows, queries and segments; where there are several, the first one's rows are
// searched for. Of one thread, in the processor's time, the least of the rounds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openHnsw } from '../../src/index/engines/hnsw.ts';
import { openUsearch } from '../../src/index/engines/usearch.ts';
import type { VectorIndex } from '../../src/index/engines/vector-index.ts';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    engine: { type: 'string', default: 'usearch' },
    segments: { type: 'string', default: '1' },
    dimensions: { type: 'string', default: '512' },
    views: { type: 'string', default: '12' },
    counts: { type: 'string', default: '50' },
    breadths: { type: 'string', default: '48,64,96,128' },
    compared: { type: 'string', default: '32,64' },
    rounds: { type: 'string', default: '3' },
  },
});
const folder = options.folder ?? '.';
const numbers = (list: string): number[] => list.split(',').map(Number);
const [segments, dimensions, views] = [options.segments, options.dimensions, options.views].map(Number);
const [id] = JSON.parse(readFileSync(join(folder, `${options.engine}-${segments}.json`), 'utf8')) as string[];
const file = join(folder, 'segments', id, `vectors.${options.engine}`);
const manifest = readFileSync(join(folder, 'segments', id, 'manifest.json'), 'utf8');
const { rows } = JSON.parse(manifest) as { rows: number };
const bytes = readFileSync(join(folder, 'queries.f32'));
const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const nearest = JSON.parse(readFileSync(join(folder, 'nearest.json'), 'utf8')) as number[][];
const queries = nearest.map((_, i) => all.slice(i * dimensions, (i + 1) * dimensions));

for (const count of numbers(options.counts)) {
  for (const breadth of numbers(options.breadths)) {
    if (options.engine === 'hnsw') {
      await measure(`hnsw, ${count} asked, breadth ${breadth}`, count, (name) =>
        openHnsw(name, dimensions, rows, () => Math.max(breadth, count)),
      );
      continue;
    }
    for (const compared of numbers(options.compared).filter((most) => most <= breadth && most >= count)) {
      await measure(`usearch, ${count} asked, breadth ${breadth}, ${compared} compared`, count, (name) =>
        openUsearch(name, dimensions, rows, () => ({ breadth, compared })),
      );
    }
  }
}

async function measure(
  name: string,
  count: number,
  open: (file: string) => Promise<VectorIndex>,
): Promise<void> {
  const index = await open(file);
  const times: number[] = [];
  let found: number[][] = [];
  for (let round = 0; round <= Number(options.rounds); round++) {
    found = [];
    const before = process.cpuUsage();
    for (let at = 0; at < queries.length; at += views) {
      const lists = index.searchAll(queries.slice(at, at + views), count);
      for (const { ordinals } of lists) found.push(Array.from(ordinals));
    }
    const { user, system } = process.cpuUsage(before);
    // The first one reads the rows.
    if (round > 0) times.push((user + system) / queries.length);
  }
  index.close();
  // The rows lie in the segments in turn.
  const right = nearest.map((ids) => ids.filter((row) => row % segments === 0).map((row) => row / segments));
  const hits = right.map((ids, i) => ids.filter((row) => found[i].slice(0, 10).includes(row)).length);
  const firsts = right.filter((ids, i) => ids.length === 0 || found[i].includes(ids[0])).length;
  const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0);
  console.log(
    `${name.padEnd(52)} ${Math.min(...times)
      .toFixed(0)
      .padStart(5)} µs a query, nearest row ` +
      `${(firsts / right.length).toFixed(4)}, recall@10 ${(sum(hits) / right.flat().length).toFixed(5)}`,
  );
}
