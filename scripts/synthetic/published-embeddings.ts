// A made-up dataset with published embeddings, in the layout of clip-retrieval, for measuring an ingest at its real
// size. Nothing in it is anybody's:
//
//   npx tsx scripts/synthetic/published-embeddings.ts --out DIR [--rows 1000000] [--dimensions 512] [--seed 1]
//     [--part-rows 250000] [--metadata-only]
//
// Then `trainspot index --dataset synthetic --model laion-400m/clip-vit-base-patch32 --embeddings DIR`, or for the
// rows alone `trainspot index --dataset synthetic --manifest DIR/metadata --metadata-only`.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { parquetWriteFile } from 'hyparquet-writer';
import { randomNumbers } from '../bench/random-numbers.ts';
import { npyHeader } from './npy.ts';
import { syntheticRows, type SyntheticRows } from './rows.ts';
import { startVectors } from './vectors.ts';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string' },
    rows: { type: 'string', default: '1000000' },
    dimensions: { type: 'string', default: '512' },
    seed: { type: 'string', default: '1' },
    'part-rows': { type: 'string', default: '250000' },
    'metadata-only': { type: 'boolean', default: false },
  },
});
if (options.out === undefined) throw new Error('Give --out DIR.');
const [rowCount, dimensions, seed, partRows] = [
  options.rows,
  options.dimensions,
  options.seed,
  options['part-rows'],
].map(Number);
const folder = options.out;

await mkdir(join(folder, 'metadata'), { recursive: true });
const rows = syntheticRows(randomNumbers(seed));
for (let part = 0, first = 0; first < rowCount; part++, first += partRows) {
  writeMetadata(part, rows(part, Math.min(partRows, rowCount - first)));
}
if (!options['metadata-only']) {
  await mkdir(join(folder, 'img_emb'), { recursive: true });
  const vectors = startVectors(rowCount, dimensions, seed);
  for (let part = 0, first = 0; first < rowCount; part++, first += partRows) {
    const count = Math.min(partRows, rowCount - first);
    await pipeline(
      Readable.from(npyOf(vectors(count), count)),
      createWriteStream(join(folder, 'img_emb', `img_emb_${part}.npy`)),
    );
  }
}

function writeMetadata(part: number, columns: SyntheticRows): void {
  const text = (name: keyof SyntheticRows) => ({
    name,
    data: columns[name],
    type: 'STRING' as const,
    nullable: true,
  });
  parquetWriteFile({
    filename: join(folder, 'metadata', `metadata_${part}.parquet`),
    columnData: [
      text('image_path'),
      text('caption'),
      text('NSFW'),
      { name: 'similarity', data: columns.similarity, type: 'DOUBLE' },
      text('LICENSE'),
      text('url'),
      text('key'),
      text('status'),
    ],
    rowGroupSize: 50_000,
  });
}

function* npyOf(blocks: Iterable<Uint16Array>, count: number): Generator<Uint8Array> {
  yield npyHeader(count, dimensions);
  for (const block of blocks) yield new Uint8Array(block.buffer);
}
