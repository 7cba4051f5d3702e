import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusteredVectors } from '../../scripts/bench/clustered-vectors.ts';
import { fromHalves, toHalves } from '../../src/core/half-float.ts';
import { centredBytes, meanOf, scaleOf } from '../../src/index/engines/centred-bytes.ts';
import { usearch } from '../../src/index/engines/usearch.ts';
import { trailerOf } from '../../src/index/engines/usearch-file.ts';
import { addRows, emptyGraph, unreachableOf } from '../../src/index/engines/usearch-graph.ts';
import { temporaryFolder } from './temporary-folder.ts';

const DIMENSIONS = 32;
const ROWS = 600;
const folder = temporaryFolder();
const vectors = clusteredVectors(ROWS, DIMENSIONS);
const { rows } = vectors;
const halves = toHalves(Float32Array.from(rows.flatMap((row) => Array.from(row))));
const source = {
  read: (first: number, count: number): Float32Array =>
    fromHalves(halves.subarray(first * DIMENSIONS, (first + count) * DIMENSIONS)),
};
const mean = meanOf(source, DIMENSIONS, ROWS);
const scale = scaleOf(source, mean, ROWS);
const bytesOf = (first: number, count: number): Int8Array =>
  centredBytes(source.read(first, count), mean, scale);

/** A saved graph in which these rows lie where others are, so that nothing leads from their own vectors to them. */
function graphThatLost(lost: readonly number[], name: string): string {
  const file = join(folder, name);
  const graph = emptyGraph(DIMENSIONS, ROWS);
  const bytes = bytesOf(0, ROWS);
  for (const row of lost) {
    bytes.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS).forEach((value, i, own) => (own[i] = -value));
  }
  addRows(graph, 0, bytes);
  graph.save(file);
  return file;
}

describe('rows that a graph does not bring up', () => {
  it('are told from all others', () => {
    expect(unreachableOf(graphThatLost([], 'whole'), DIMENSIONS, ROWS, 64, bytesOf)).toEqual([]);
    expect(unreachableOf(graphThatLost([7, 450], 'lost-two'), DIMENSIONS, ROWS, 64, bytesOf)).toEqual([
      7, 450,
    ]);
  });

  it('are compared with every query, when the file lists them', async () => {
    const lost = [7, 450];
    const file = graphThatLost(lost, 'listed');
    const graphBytes = statSync(file).size;
    for (const part of [halves, mean, Uint32Array.from(lost)]) {
      appendFileSync(file, new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    }
    appendFileSync(file, trailerOf(graphBytes, ROWS, DIMENSIONS, lost.length, scale));
    const index = await usearch.open(file, DIMENSIONS, ROWS);
    for (const row of lost) expect(index.search(rows[row], 1)[0].ordinal).toBe(row);
    const answer = index.search(vectors.copies(1)[0], 100).map(({ ordinal }) => ordinal);
    expect(new Set(answer).size).toBe(100);
    index.close();
  });

  it('are none where more rows are equal than a search brings up', () => {
    const file = join(folder, 'equal');
    const equal = (_first: number, count: number): Int8Array =>
      new Int8Array(count * DIMENSIONS).fill(3, 0, count * DIMENSIONS);
    const graph = emptyGraph(DIMENSIONS, ROWS);
    addRows(graph, 0, equal(0, ROWS));
    graph.save(file);
    expect(unreachableOf(file, DIMENSIONS, ROWS, 64, equal)).toEqual([]);
  });
});

it('makes the same file of the same rows', async () => {
  const files = ['once', 'twice'].map((name) => join(folder, name));
  for (const file of files) {
    const builder = usearch.create(DIMENSIONS, ROWS);
    for (const row of rows) builder.add(row);
    await builder.save(file);
  }
  const [once, twice] = files.map((file) => readFileSync(file));
  expect(once.equals(twice)).toBe(true);
});

it('names a list of rows that the file is too short for', async () => {
  const file = join(folder, 'too-many-unreachable');
  const builder = usearch.create(DIMENSIONS, ROWS);
  for (const row of rows) builder.add(row);
  await builder.save(file);
  const bytes = readFileSync(file);
  bytes.writeBigUInt64LE(BigInt(ROWS + 1), bytes.length - 16);
  writeFileSync(file, bytes);
  await expect(usearch.open(file, DIMENSIONS, ROWS)).rejects.toThrow(/rows beside the graph: 601/);
});
