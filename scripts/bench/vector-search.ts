// Search by vectors through the pool as a check uses it, all views in one call, with FAISS's HNSW beside it in the same run:
//
//   npm run build && npx tsx scripts/bench/vector-search.ts [--rows 200000] [--dimensions 512] [--segments 1,2]
//     [--engines usearch,hnsw] [--views 12] [--count 50] [--checks 50] [--rounds 5] [--folder DIR]
//     [--python PYTHON] [--other ROOT]
//
// PYTHON is one with faiss-cpu and numpy (`pip install faiss-cpu==1.14.3`, in an environment of its own); ROOT another checkout
// of this project, built, whose pool searches the same segments. Queries are rows with noise, at a cosine of 0.90–0.97 to them,
// where edited copies lie: every view of a check is of another row, which is the dearest case. Each side is a process that is
// asked in turn, and rates are of its processor's time, all threads together. What is drawn and built stays in DIR, if given.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeSegment } from '../../src/index/segment/writer.ts';
import { spread } from './addons.ts';
import { clusteredVectors } from './clustered-vectors.ts';
import { exactNeighbours } from './exact-neighbours.ts';
import type { PoolFigures, PoolTask } from './vector-search-rounds.ts';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    dimensions: { type: 'string', default: '512' },
    segments: { type: 'string', default: '1,2' },
    engines: { type: 'string', default: 'usearch' },
    views: { type: 'string', default: '12' },
    count: { type: 'string', default: '50' },
    checks: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '5' },
    folder: { type: 'string' },
    python: { type: 'string' },
    other: { type: 'string' },
  },
});
const [rows, dimensions, views, count, checks, rounds] = (
  ['rows', 'dimensions', 'views', 'count', 'checks', 'rounds'] as const
).map((name) => Number(options[name]));
/** Of what recall is counted. */
const NEIGHBOURS = 10;
/** FAISS's breadth with which it finds what ours does. */
const FAISS_BREADTHS = [48, 64];

interface Side {
  round(): Promise<PoolFigures>;
  end(): void;
}

const folder = options.folder ? resolve(options.folder) : mkdtempSync(join(tmpdir(), 'trainspot-search-'));
mkdirSync(folder, { recursive: true });
try {
  await draw();
  const sides = new Map<string, Side>();
  for (const engine of options.engines.split(',')) {
    for (const parts of options.segments.split(',').map(Number)) {
      const segmentIds = await segments(engine, parts);
      const name = `${engine}, ${parts} segment${parts === 1 ? '' : 's'}`;
      sides.set(name, await poolSide(fileURLToPath(new URL('../../', import.meta.url)), segmentIds));
      if (options.other) sides.set(`${name}, the other checkout`, await poolSide(options.other, segmentIds));
    }
  }
  if (options.python) {
    for (const breadth of FAISS_BREADTHS) {
      sides.set(`FAISS HNSWFlat, ef ${breadth}`, await faissSide(options.python, breadth));
    }
  }
  await compare(sides);
} finally {
  if (!options.folder) rmSync(folder, { recursive: true });
}

/** Writes down the rows, the queries, and which rows are nearest to each of these, unless they are there. */
async function draw(): Promise<void> {
  if (existsSync(join(folder, 'nearest.json'))) return;
  const vectors = clusteredVectors(rows, dimensions);
  const queries = vectors.copies(checks * views);
  const write = (name: string, list: readonly Float32Array[]): void => {
    const all = new Float32Array(list.length * dimensions);
    list.forEach((vector, i) => all.set(vector, i * dimensions));
    writeFileSync(join(folder, name), all);
  };
  write('rows.f32', vectors.rows);
  write('queries.f32', queries);
  writeFileSync(
    join(folder, 'nearest.json'),
    JSON.stringify(exactNeighbours(vectors.rows, queries, NEIGHBOURS)),
  );
}

/** The segments of the rows, which lie in them in turn; built where they are not there. */
async function segments(engine: string, parts: number): Promise<string[]> {
  const known = join(folder, `${engine}-${parts}.json`);
  if (existsSync(known)) return JSON.parse(readFileSync(known, 'utf8')) as string[];
  const bytes = readFileSync(join(folder, 'rows.f32'));
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, rows * dimensions);
  const ids: string[] = [];
  for (let part = 0; part < parts; part++) {
    const entries = Array.from({ length: rows }, (_, i) => ({
      imageId: i,
      vector: all.subarray(i * dimensions, (i + 1) * dimensions),
      pdq: null,
      keypoints: null,
    })).filter((_, i) => i % parts === part);
    const space = { model: 'bench', modelRevision: 'r1', dimensions };
    ids.push((await writeSegment(join(folder, 'segments'), { ...space, engine }, entries)).id);
  }
  writeFileSync(known, JSON.stringify(ids));
  return ids;
}

async function poolSide(root: string, segmentIds: string[]): Promise<Side> {
  const runner = fork(fileURLToPath(new URL('vector-search-rounds.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  const task: PoolTask = { root: resolve(root), folder, segmentIds, dimensions, views, count };
  runner.send(task);
  // The first round reads the rows and warms the compiler, and is not counted.
  await once(runner, 'message');
  return {
    async round() {
      runner.send('again');
      const [figures] = (await once(runner, 'message')) as [PoolFigures];
      return figures;
    },
    end: () => void runner.kill(),
  };
}

async function faissSide(python: string, breadth: number): Promise<Side> {
  const script = fileURLToPath(new URL('faiss-hnsw.py', import.meta.url));
  const runner: ChildProcess = spawn(python, [script, folder, String(dimensions), String(breadth)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: runner.stdout! })[Symbol.asyncIterator]();
  const next = async (): Promise<PoolFigures> =>
    JSON.parse((await lines.next()).value as string) as PoolFigures;
  await next();
  return {
    round() {
      runner.stdin!.write('again\n');
      return next();
    },
    end: () => runner.stdin!.end(),
  };
}

async function compare(sides: ReadonlyMap<string, Side>): Promise<void> {
  const figures = new Map([...sides.keys()].map((name) => [name, [] as PoolFigures[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, side] of round % 2 ? [...sides].toReversed() : sides) {
      figures.get(name)!.push(await side.round());
    }
  }
  for (const side of sides.values()) side.end();
  console.log(
    `${rows} rows of ${dimensions} dimensions, ${checks} checks of ${views} views, ${count} rows asked for each`,
  );
  const last = [...figures.values()].at(-1)!;
  for (const [name, own] of figures) {
    const ratios = own.map(({ queriesPerSecond }, i) => queriesPerSecond / last[i].queriesPerSecond);
    const [{ first, recall }] = own;
    console.log(
      `${name.padEnd(44)} ${spread(
        own.map(({ queriesPerSecond }) => queriesPerSecond),
        0,
      )} queries a CPU second, ` +
        `first row right ${first.toFixed(4)}, recall@${NEIGHBOURS} ${recall.toFixed(4)}, ` +
        `to the last side ${spread(ratios, 2)}`,
    );
  }
}
