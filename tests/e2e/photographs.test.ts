import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import { layDatabase } from '../helpers/databases.ts';
import { runCli } from '../helpers/run-cli.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { sized } from '../helpers/size.ts';

const PICTURES = sized(40, 200);

/** Four re-encodings that keep the whole picture; PDQ's own claim is that it finds them all. */
const EDITS: Record<string, (picture: Sharp, width: number) => Sharp> = {
  're-encoded': (picture) => picture.jpeg({ quality: 40 }),
  resized: (picture, width) => picture.resize(Math.round(width * 0.45)).jpeg({ quality: 80 }),
  mirrored: (picture) => picture.flop().jpeg({ quality: 75 }),
  grey: (picture) => picture.greyscale().jpeg({ quality: 75 }),
};

describe.skipIf(!hasShared)(`${PICTURES} of 200 photographs, indexed and checked by the command`, () => {
  let dir: string;
  let names: string[];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'trainspot-photographs-'));
    const all = (await readdir(sharedPath('pictures'))).filter((name) => name.endsWith('.jpg'));
    names = all.slice(0, PICTURES);
    for (const name of names) {
      const bytes = await readFile(join(sharedPath('pictures'), name));
      const { width } = await sharp(bytes).metadata();
      for (const [edit, change] of Object.entries(EDITS)) {
        await writeFile(editOf(name, edit), await change(sharp(bytes), width).toBuffer());
      }
    }
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const editOf = (name: string, edit: string): string => join(dir, `${edit}_${name}`);
  const isOwn = (file: string, url: string): boolean => url.endsWith(`/${file.split('_')[1]}`);

  async function index(pictures: string, data: string): Promise<{ indexed: number }> {
    const manifest = sharedPath('manifests/laion-400m-pictures.parquet');
    await layDatabase(data);
    const words = ['--dataset', 'laion-400m', '--manifest', manifest, '--pictures', pictures, '--data', data];
    const { stdout } = await runCli(['index', ...words, '--json']);
    return JSON.parse(stdout) as { indexed: number };
  }

  /** The answers for every edit of the pictures, by file name. */
  async function check(pictures: readonly string[], data: string): Promise<Map<string, CheckResult>> {
    const files = pictures.flatMap((name) => Object.keys(EDITS).map((edit) => editOf(name, edit)));
    const { stdout } = await runCli(['check', ...files, '--json', '--data', data]);
    const answers = JSON.parse(stdout) as CheckResult[];
    expect(answers).toHaveLength(files.length);
    return new Map(answers.map((answer, i) => [basename(files[i]), answer]));
  }

  async function folderOf(some: readonly string[], name: string): Promise<string> {
    const folder = join(dir, name);
    await mkdir(folder);
    for (const picture of some) await cp(join(sharedPath('pictures'), picture), join(folder, picture));
    return folder;
  }

  it('are found as identical or copy, 99 of 100 at least, and never in another row', async () => {
    const data = join(dir, 'all-data');
    expect(await index(await folderOf(names, 'all'), data)).toMatchObject({ indexed: PICTURES });
    const results = await check(names, data);

    const found = [...results].filter(
      ([file, { verdict, matches }]) =>
        verdict.answer === 'found' &&
        matches.some(({ url, grade }) => isOwn(file, url) && (grade === 'identical' || grade === 'copy')),
    );
    expect(found.length).toBeGreaterThanOrEqual(0.99 * results.size);
    const wrong = [...results].flatMap(([file, { matches }]) =>
      matches.filter(({ url }) => !isOwn(file, url)),
    );
    expect(wrong).toEqual([]);
    for (const [, { matches }] of found.slice(0, 20)) {
      const laion = matches[0].channels.find(({ kind }) => kind === 'dataset-maintainer');
      expect(laion?.url).toBe('https://laion.ai/dataset-requests/');
      expect(Object.values(laion!.fields)).toContain(matches[0].rowId);
    }
  }, 900_000);

  it('are not found when their own row is left out of the index', async () => {
    const half = PICTURES / 2;
    const data = join(dir, 'half-data');
    expect(await index(await folderOf(names.slice(0, half), 'half'), data)).toMatchObject({
      indexed: half,
      failed: { 'not-in-folder': 200 - half },
    });
    for (const [file, { verdict, matches }] of await check(names.slice(half), data)) {
      expect(verdict.answer, file).not.toBe('found');
      expect(matches, file).toEqual([]);
    }
  }, 900_000);
});
