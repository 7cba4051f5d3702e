import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Embedding } from '../../src/core/embedding.ts';
import { flat } from '../../src/index/engines/flat.ts';
import { engineNamed } from '../../src/index/engines/registry.ts';
import type { VectorIndex } from '../../src/index/engines/vector-index.ts';
import { clusteredVectors } from './clustered-vectors.ts';

export interface EngineTask {
  engine: string;
  rows: number;
  dimensions: number;
  queries: number;
}

export interface EngineFigures {
  engine: string;
  /** By the clock, adding and saving together; and by the processor, all cores. */
  rowsPerSecond: number;
  rowsPerProcessorSecond: number;
  diskBytesPerRow: number;
  /** Resident memory that opening the index and asking all queries took; pages of mapped files count. */
  residentBytesPerRow: number;
  openMs: number;
  /** Of edited copies, at a cosine of 0.90–0.97 to a row, and of unseen members of the clusters. */
  recallOfCopies: number;
  recallOfUnseen: number;
  /** Of one thread, copies. */
  queriesPerSecond: number;
}

const NEIGHBOURS = 10;

process.once('message', (task: EngineTask) => {
  void measure(task).then((figures) => process.send!(figures, () => process.exit(0)));
});

async function measure({ engine: name, rows, dimensions, queries }: EngineTask): Promise<EngineFigures> {
  const engine = engineNamed(name);
  if (!engine) throw new Error(`There is no engine '${name}'.`);
  const vectors = clusteredVectors(rows, dimensions);
  const copies = vectors.copies(queries);
  const unseen = vectors.unseen(queries);
  const folder = mkdtempSync(join(tmpdir(), 'trainspot-engines-'));
  try {
    const truth = await exactAnswers(join(folder, 'flat'), vectors.rows, [...copies, ...unseen]);
    const [started, processor] = [performance.now(), process.cpuUsage()];
    const builder = engine.create(dimensions, rows);
    for (const row of vectors.rows) builder.add(row);
    const file = join(folder, name);
    await builder.save(file);
    const seconds = (performance.now() - started) / 1000;
    const used = process.cpuUsage(processor);

    globalThis.gc!();
    const resident = process.memoryUsage().rss;
    const opening = performance.now();
    const index = await engine.open(file, dimensions, rows);
    const openMs = performance.now() - opening;
    // The first round maps the pages; it is not counted.
    ask(index, copies);
    const asking = performance.now();
    const ofCopies = ask(index, copies);
    const queriesPerSecond = queries / ((performance.now() - asking) / 1000);
    const ofUnseen = ask(index, unseen);
    return {
      engine: name,
      rowsPerSecond: Math.round(rows / seconds),
      rowsPerProcessorSecond: Math.round(rows / ((used.user + used.system) / 1e6)),
      diskBytesPerRow: Math.round(statSync(file).size / rows),
      residentBytesPerRow: Math.round((process.memoryUsage().rss - resident) / rows),
      openMs: Math.round(openMs),
      recallOfCopies: recall(truth.slice(0, queries), ofCopies),
      recallOfUnseen: recall(truth.slice(queries), ofUnseen),
      queriesPerSecond: Math.round(queriesPerSecond),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function exactAnswers(file: string, rows: readonly Embedding[], queries: readonly Embedding[]) {
  const builder = flat.create(rows[0].length, rows.length);
  for (const row of rows) builder.add(row);
  await builder.save(file);
  const answers = ask(await flat.open(file, rows[0].length, rows.length), queries);
  rmSync(file);
  return answers;
}

function ask(index: VectorIndex, queries: readonly Embedding[]): number[][] {
  return queries.map((query) => index.search(query, NEIGHBOURS).map(({ ordinal }) => ordinal));
}

function recall(truth: readonly number[][], found: readonly number[][]): number {
  const hits = truth.map((right, i) => right.filter((ordinal) => found[i].includes(ordinal)).length);
  return hits.reduce((sum, each) => sum + each, 0) / (truth.length * NEIGHBOURS);
}
