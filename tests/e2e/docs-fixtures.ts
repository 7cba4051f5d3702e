import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blocks } from '../calibrate/blocks.ts';
import { npy, unit } from '../ingest/npy-files.ts';
import { laionColumns, write } from '../ingest/parquet-files.ts';
import { zip } from '../../scripts/synthetic/zip.ts';
import { layDrawnClip } from '../models/drawn-clip.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));
/** The picture of the demo set that every manifest here lists. */
const PICTURE = 'demo-004.jpg';
const SHA256 = 'a'.repeat(64);
const MD5 = 'b'.repeat(32);

const text = (name: string, ...data: string[]) => ({ name, data, type: 'STRING' as const });
const whole = (name: string, ...data: number[]) => ({ name, data, type: 'INT32' as const });

/** Lays into `folder` the files and folders that the commands of the docs name. @param url of the picture they list */
export async function layFixtures(folder: string, url: string): Promise<void> {
  const at = (...parts: string[]): string => join(folder, ...parts);
  const make = (...parts: string[]): Promise<unknown> => mkdir(at(...parts), { recursive: true });
  const query = (name: string, as: string) => copyFile(`${DEMO}queries/${name}.jpg`, at(as));

  // An artist's own files.
  await Promise.all([query('copy', 'mine.jpg'), query('copy', 'a.jpg'), query('absent', 'poster.jpg')]);
  await query('edited', 'b.png');
  await make('assets', 'demo');
  await cp(`${DEMO}queries`, at('assets', 'demo', 'queries'), { recursive: true });
  await make('pictures');
  await copyFile(`${DEMO}pictures/${PICTURE}`, at('pictures', PICTURE));

  // Manifests of published formats.
  const laion = laionColumns({ URL: [url], SAMPLE_ID: [1n] });
  await write(folder, 'part-00000.parquet', laion);
  await write(folder, 'part-0.parquet', laion);
  for (const name of ['laion2b-en', 'parquet']) {
    await make(name);
    await write(at(name), 'part-00000.parquet', laion);
  }
  await make('coyo');
  await write(at('coyo'), 'part-0.parquet', [
    { name: 'id', data: [7n], type: 'INT64' },
    text('url', url),
    text('text', 'words'),
    text('image_phash', 'c'.repeat(16)),
    whole('width', 20),
    whole('height', 10),
  ]);
  await writeFile(at('cc12m.tsv'), `${url}\twords of the caption\n`);
  await writeFile(at('cc12m_hashes.tsv'), `${url}\t${SHA256}\t${MD5}\n`);
  await make('img2dataset-output', '00000');
  await copyFile(`${DEMO}pictures/${PICTURE}`, at('img2dataset-output', '00000', '000000000.jpg'));
  await write(at('img2dataset-output'), '00000.parquet', [
    text('url', url),
    text('key', '000000000'),
    text('caption', 'words'),
    text('status', 'success'),
    text('error_message', ''),
  ]);
  await writeFile(at('gone.txt'), '000000000\n');

  // Lists of one's own.
  await writeFile(at('shop.csv'), `url,image_link,alt,title\n${url},${url},words,a title\n`);
  await writeFile(at('list.csv'), `where,words\n${url},some words\n`);

  // Pictures that a model is measured by, and a model.
  await make('my-pictures');
  for (let i = 0; i < 20; i++) await writeFile(at('my-pictures', `${i}.jpg`), await blocks(i));
  await layDrawnClip(at('clip-vit-base-patch32'));

  // Published embeddings.
  for (const name of ['laion-400m-embeddings', 'laion-400m']) {
    await make(name, 'img_emb');
    await make(name, 'metadata');
    await writeFile(at(name, 'img_emb', 'img_emb_0.npy'), npy([unit(1)]));
    await write(at(name, 'metadata'), 'metadata_0.parquet', [text('url', url), text('caption', 'words')]);
  }
  await make('shards');
  await writeFile(at('shards', '00.npz'), zip({ 'l14_img.npy': npy([unit(1, 768)]) }, false));
  await write(at('shards'), '00.parquet', [
    text('uid', 'd'.repeat(32)),
    text('url', url),
    text('text', 'words'),
    text('sha256', SHA256),
    whole('original_width', 20),
    whole('original_height', 10),
  ]);
}

/** The picture that is asked for where the docs have an address of an artist's own. */
export const ownPicture = (): Promise<Uint8Array> => readFile(`${DEMO}queries/copy.jpg`);
/** The one that the manifests list. */
export const listedPicture = (): Promise<Uint8Array> => readFile(`${DEMO}pictures/${PICTURE}`);
export const LISTED = PICTURE;
