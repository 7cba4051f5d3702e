import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npy } from '../ingest/npy-files.ts';
import { write } from '../ingest/parquet-files.ts';
import { layDrawnClip, wordsVector } from '../models/drawn-clip.ts';

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

export const addressOf = (i: number): string => `https://pictures.example/${i}.jpg`;

/** A folder with a CLIP that was drawn (`model`), and with published vectors of rows whose picture says its caption (`set`). */
export async function layWordsIndex(
  captions: readonly string[] = CAPTIONS,
): Promise<{ model: string; set: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'trainspot-words-'));
  const [model, set] = [join(folder, 'model'), join(folder, 'set')];
  await layDrawnClip(model);
  await mkdir(join(set, 'img_emb'), { recursive: true });
  await mkdir(join(set, 'metadata'));
  await writeFile(join(set, 'img_emb', 'img_emb_0.npy'), npy(captions.map(wordsVector)));
  const text = (name: string, data: string[]) => ({ name, data, type: 'STRING' as const });
  await write(join(set, 'metadata'), 'metadata_0.parquet', [
    text(
      'url',
      captions.map((_, i) => addressOf(i)),
    ),
    text('caption', [...captions]),
    text(
      'NSFW',
      captions.map((_, i) => ['UNLIKELY', 'NSFW'][i % 2]),
    ),
  ]);
  return { model, set, remove: () => rm(folder, { recursive: true, force: true }) };
}
