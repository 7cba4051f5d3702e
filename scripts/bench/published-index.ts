// What the search of a published index misses, and how long it takes, at whatever size the index is:
//
//   npx tsx scripts/bench/published-index.ts [--queries 200]
//
// DATA_DIR and DATABASE_URL say where it is; every index in it is asked. Queries are made of rows of it, at a cosine of
// 0.90–0.97 to one, where an edited copy lies. What they should find is told by comparing every row of every segment.
import { parseArgs } from 'node:util';
import { configuredDatabase } from '../../src/service/components.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { cosineSimilarity, type Embedding } from '../../src/core/embedding.ts';
import { listPublishedIndexes, type PublishedIndex } from '../../src/db/indexes.ts';
import { nearestOf, type NearImage } from '../../src/index/search/nearest.ts';
import { startSearchPool, type SearchPool } from '../../src/index/search/pool.ts';
import { openSegment, type OpenSegment } from '../../src/index/segment/open-segment.ts';
import { spread } from './addons.ts';
import { copyOf } from './clustered-vectors.ts';
import { randomNumbers } from './random-numbers.ts';

const NEIGHBOURS = 10;

const { values: options } = parseArgs({ options: { queries: { type: 'string', default: '200' } } });
const config = loadConfig(process.env);
const { segmentsDir } = dataPaths(config.DATA_DIR);
const { database } = await configuredDatabase(config);
const pool = startSearchPool(config.WORKER_THREADS, segmentsDir);
const indexes = await listPublishedIndexes(database);
await database.close();
const opening = performance.now();
await pool.open(indexes);
console.log(`opened in ${Math.round(performance.now() - opening)} ms by ${config.WORKER_THREADS} threads`);
for (const index of indexes) await measure(index, pool, Number(options.queries));
await pool.close();
console.log(`resident at most: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

async function measure(index: PublishedIndex, searcher: SearchPool, count: number): Promise<void> {
  const random = randomNumbers(1);
  const segments: OpenSegment[] = [];
  for (const id of index.segmentIds) segments.push(await openSegment(segmentsDir, id, index));
  const queries = Array.from({ length: count }, () => {
    const segment = segments[Math.floor(random() * segments.length)];
    return copyOf(segment.entry(Math.floor(random() * segment.manifest.rows)).vector, random);
  });
  const times: number[] = [];
  const found: NearImage[][] = [];
  for (const query of queries) {
    const started = performance.now();
    found.push(...(await searcher.search(index.indexId, [query], NEIGHBOURS)));
    times.push(performance.now() - started);
  }
  const truth = exactly(segments, queries);
  for (const segment of segments) segment.close();
  const right = truth.map((images, i) => {
    const ids = new Set(found[i].map(({ imageId }) => imageId));
    return images.filter(({ imageId }) => ids.has(imageId)).length;
  });
  const recall = right.reduce((sum, each) => sum + each, 0) / (count * NEIGHBOURS);
  const first = truth.filter((images, i) => images[0].imageId === found[i][0].imageId).length;
  console.log(
    `${index.dataset} (${index.model}): ${index.rowsIndexed} rows in ${index.segmentIds.length} segments\n` +
      `  recall@${NEIGHBOURS} of edited copies ${recall.toFixed(4)}, first row right ${(first / count).toFixed(4)}\n` +
      `  ms a query: ${spread(times, 1)}`,
  );
}

/** The nearest rows of all, told by comparing every one. */
function exactly(segments: readonly OpenSegment[], queries: readonly Embedding[]): NearImage[][] {
  const nearest: NearImage[][] = queries.map(() => []);
  for (const segment of segments) {
    for (let ordinal = 0; ordinal < segment.manifest.rows; ordinal++) {
      const { imageId, vector } = segment.entry(ordinal);
      const place = { segmentId: segment.manifest.id, ordinal };
      queries.forEach((query, i) => {
        const similarity = cosineSimilarity(query, vector);
        if (nearest[i].length === NEIGHBOURS && similarity <= nearest[i][NEIGHBOURS - 1].similarity) return;
        nearest[i] = nearestOf([nearest[i], [{ imageId, similarity, place }]], NEIGHBOURS);
      });
    }
  }
  return nearest;
}
