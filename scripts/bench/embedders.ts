// What a picture's embedding costs by each model, side by side in one run, on one thread:
//
//   npx tsx scripts/bench/embedders.ts [--model pocket,sscd] [--pictures DIR] [--rounds 5] [--data DIR]
//
// Each round embeds every picture (the demo set's, or DIR's) once with each model, the models by turns, one picture at
// a time, from decoded pixels to the vector; resizing is timed by itself. Times are the processor's, not the clock's.
// Models other than the bundled one are those pulled into DIR of --data.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { disableNativeTelemetry } from '../../src/runtime/native-telemetry.ts';
import { sharp } from '../../src/fingerprint/decode/bounded-sharp.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { openEmbedder } from '../../src/fingerprint/embedding/open-embedder.ts';
import { modelInput } from '../../src/fingerprint/embedding/preprocess.ts';
import { findModelCard } from '../../src/models/models.ts';
import { verifyModelFiles } from '../../src/models/store.ts';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: 'pocket' },
    pictures: {
      type: 'string',
      default: fileURLToPath(new URL('../../assets/demo/pictures/', import.meta.url)),
    },
    rounds: { type: 'string', default: '5' },
    data: { type: 'string', default: 'data' },
  },
});
const MAX_PIXELS = 100_000_000;

disableNativeTelemetry();
sharp.concurrency(1);

const names = readdirSync(options.pictures).filter((name) => /\.(jpe?g|png|webp)$/i.test(name));
const pictures = await Promise.all(
  names.map(async (name) => {
    const bytes = readFileSync(join(options.pictures, name));
    return (await decodePicture(bytes, MAX_PIXELS)).picture;
  }),
);
const { modelsDir } = dataPaths(options.data);
const embedders = await Promise.all(
  options.model.split(',').map(async (name) => {
    const card = findModelCard(name);
    return openEmbedder(card, await verifyModelFiles(card, modelsDir));
  }),
);
const spent = new Map(embedders.map(({ card }) => [card.name, { resize: 0, network: 0 }]));
for (let round = 0; round < Number(options.rounds); round++) {
  for (const embedder of round % 2 ? embedders : embedders.toReversed()) {
    const sums = spent.get(embedder.card.name)!;
    for (const picture of pictures) {
      const start = cpuMs();
      const input = await modelInput(picture, embedder.card.preprocessing);
      const resized = cpuMs();
      await embedder.embed([input]);
      sums.resize += resized - start;
      sums.network += cpuMs() - resized;
    }
  }
}
console.log(`${pictures.length} pictures, ${options.rounds} rounds; ms of CPU a picture`);
for (const [name, { resize, network }] of spent) {
  const runs = pictures.length * Number(options.rounds);
  console.log(
    `${name.padEnd(32)} resizing ${(resize / runs).toFixed(1)}, network ${(network / runs).toFixed(1)}`,
  );
}
await Promise.all(embedders.map((embedder) => embedder.close()));

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
