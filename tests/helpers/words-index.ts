import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npy } from '../ingest/npy-files.ts';
import { write } from '../ingest/parquet-files.ts';
import { colourVector, layDrawnClip, wordsVector } from '../models/drawn-clip.ts';

/** The card that the vectors of `layWordsIndex` are of. */
export const WORDS_CARD = 'laion-400m/clip-vit-base-patch32';

/** Captions of the rows, each of which is that of its own picture's vector. */
export const CAPTIONS = [
  'a lighthouse at night',
  'two boats in a harbour',
  'portrait of a young woman',
  'linocut of a heron',
  'map of an old town',
  'still life with quinces',
];

/** Colours of the rows that may come after them. */
export const COLOURS = [
  [200, 40, 30],
  [30, 60, 210],
] as const;

export const addressOf = (i: number): string => `https://pictures.example/${i}.jpg`;

interface WordsIndex {
  /** A CLIP that was drawn, in the hub's layout. */
  model: string;
  /** Published vectors of rows whose picture says its caption, and where they are wanted, of some all of one colour. */
  set: string;
  remove: () => Promise<void>;
}

/** Lays a model that reads words, and a dataset that was published with its vectors, into a new folder. */
export async function layWordsIndex({ colours = false } = {}): Promise<WordsIndex> {
  const folder = await mkdtemp(join(tmpdir(), 'trainspot-words-'));
  const [model, set] = [join(folder, 'model'), join(folder, 'set')];
  await layDrawnClip(model);
  await mkdir(join(set, 'img_emb'), { recursive: true });
  await mkdir(join(set, 'metadata'));
  const shown = colours ? COLOURS : [];
  const captions = [...CAPTIONS, ...shown.map((rgb) => `the colour ${rgb.join(' ')}`)];
  const vectors = [...CAPTIONS.map(wordsVector), ...shown.map(colourVector)];
  await writeFile(join(set, 'img_emb', 'img_emb_0.npy'), npy(vectors));
  const text = (name: string, value: (i: number) => string) => ({
    name,
    data: captions.map((_, i) => value(i)),
    type: 'STRING' as const,
  });
  await write(join(set, 'metadata'), 'metadata_0.parquet', [
    text('url', addressOf),
    text('caption', (i) => captions[i]),
    text('NSFW', (i) => ['UNLIKELY', 'NSFW'][i % 2]),
  ]);
  return { model, set, remove: () => rm(folder, { recursive: true, force: true }) };
}
