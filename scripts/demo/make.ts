/**
 * Draws the demo dataset under assets/demo: pictures, a manifest in LAION-400M's schema, and the four
 * pictures of "try it". Everything is drawn from a seed; nobody's picture is in it.
 * Run: npx tsx scripts/demo/make.ts
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { parquetWriteBuffer } from 'hyparquet-writer';
import sharp from 'sharp';
import { SCENES } from './scenes.ts';
import { between, pick, seededRandom } from '../../src/core/random.ts';

const DEMO = new URL('../../assets/demo/', import.meta.url);
const SEED = 20261123;
const PICTURES = 48;
/** Which picture the queries are made of. */
const COPIED = 7;
const EDITED = 24;
/** And of which a piece stands in another picture. */
const IN_PART = 12;
const HOSTS = ['pictures.example', 'cdn.gallery.example', 'static.prints.example', 'blog.atelier.example'];

interface DemoPicture {
  name: string;
  caption: string;
  jpeg: Buffer;
  width: number;
  height: number;
}

await rm(DEMO, { recursive: true, force: true });
await mkdir(new URL('pictures/', DEMO), { recursive: true });
await mkdir(new URL('queries/', DEMO), { recursive: true });

const pictures: DemoPicture[] = [];
for (let i = 0; i < PICTURES; i++) pictures.push(await draw(SEED + i, `demo-${String(i).padStart(3, '0')}`));

// The picture that "copy" is made of stands in the set three times, as popular pictures do.
const source = pictures[COPIED];
pictures.push(
  { ...source, name: 'demo-reposted' },
  await resized(source, 'demo-thumbnail', Math.round(source.width / 2)),
);

for (const { name, jpeg } of pictures) await writeFile(new URL(`pictures/${name}.jpg`, DEMO), jpeg);
await writeFile(new URL('manifest.parquet', DEMO), new Uint8Array(manifest(pictures)));
await writeQueries();
console.log(`${pictures.length} pictures drawn.`);

async function draw(seed: number, name: string): Promise<DemoPicture> {
  const random = seededRandom(seed);
  const width = Math.round(between(random, 400, 520));
  const height = Math.round(between(random, 320, 420));
  const { svg, caption } = SCENES[seed % SCENES.length](random, width, height);
  const flat = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
  // Paper grain: without it these pictures would be easier than anything an artist makes.
  for (let i = 0; i < flat.length; i++) flat[i] = Math.max(0, Math.min(255, flat[i] + (random() - 0.5) * 22));
  const jpeg = await sharp(flat, { raw: { width, height, channels: 3 } })
    .blur(0.6)
    .jpeg({ quality: 78 })
    .toBuffer();
  return { name, caption, jpeg, width, height };
}

async function resized(picture: DemoPicture, name: string, width: number): Promise<DemoPicture> {
  const { data, info } = await sharp(picture.jpeg)
    .resize(width)
    .jpeg({ quality: 70 })
    .toBuffer({ resolveWithObject: true });
  return { ...picture, name, jpeg: data, width: info.width, height: info.height };
}

function manifest(rows: DemoPicture[]): ArrayBuffer {
  const random = seededRandom(SEED);
  return parquetWriteBuffer({
    columnData: [
      { name: 'SAMPLE_ID', data: rows.map((_, i) => BigInt(900_000_000_000 + i * 7919)), type: 'INT64' },
      {
        name: 'URL',
        data: rows.map(({ name }, i) => `https://${HOSTS[i % HOSTS.length]}/prints/${name}.jpg`),
        type: 'STRING',
      },
      { name: 'TEXT', data: rows.map(({ caption }) => caption), type: 'STRING' },
      { name: 'HEIGHT', data: rows.map(({ height }) => height), type: 'INT32' },
      { name: 'WIDTH', data: rows.map(({ width }) => width), type: 'INT32' },
      { name: 'LICENSE', data: rows.map(() => '?'), type: 'STRING' },
      {
        name: 'NSFW',
        data: rows.map(() => pick(random, ['UNLIKELY', 'UNLIKELY', 'UNLIKELY', 'UNSURE'])),
        type: 'STRING',
      },
      { name: 'similarity', data: rows.map(() => between(random, 0.3, 0.42)), type: 'DOUBLE' },
    ],
  });
}

async function writeQueries(): Promise<void> {
  const copy = pictures[COPIED];
  const edited = pictures[EDITED];
  const crop = {
    left: Math.round(edited.width * 0.12),
    top: Math.round(edited.height * 0.1),
    width: Math.round(edited.width * 0.8),
    height: Math.round(edited.height * 0.78),
  };
  const bar = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${crop.width}" height="44"><rect width="100%" height="100%" fill="#111"/><text x="14" y="30" font-family="sans-serif" font-size="22" fill="#fff">look what I found</text></svg>`,
  );
  await sharp(copy.jpeg)
    .resize(Math.round(copy.width * 0.7))
    .jpeg({ quality: 55 })
    .toFile(path('copy'));
  await sharp(edited.jpeg)
    .extract(crop)
    .modulate({ brightness: 1.15, saturation: 0.6 })
    .composite([{ input: bar, top: crop.height - 44, left: 0 }])
    .jpeg({ quality: 70 })
    .toFile(path('edited'));
  const absent = await draw(SEED + 1_000_003, 'absent');
  await writeFile(path('absent'), absent.jpeg);
  await writePart(pictures[IN_PART]);
}

/** The middle of a picture, two thirds of it each way and as large as it was, in a larger one that is not in the set. */
async function writePart({ jpeg, width, height }: DemoPicture): Promise<void> {
  const piece = await sharp(jpeg)
    .extract({
      left: Math.round(width * 0.2),
      top: Math.round(height * 0.2),
      width: Math.round(width * 0.65),
      height: Math.round(height * 0.65),
    })
    .toBuffer();
  const around = await draw(SEED + 1_000_011, 'around');
  await sharp(around.jpeg)
    .resize(640, 480, { fit: 'fill' })
    .composite([{ input: piece, left: 230, top: 90 }])
    .jpeg({ quality: 80 })
    .toFile(path('part'));
}

function path(query: string): string {
  return new URL(`queries/${query}.jpg`, DEMO).pathname;
}
