import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/core/verdict.ts';
import { runCli } from '../helpers/run-cli.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';

/** Four re-encodings that keep the whole picture; PDQ's own claim is that it finds them all. */
const EDITS: Record<string, (picture: Sharp, width: number) => Sharp> = {
  're-encoded': (picture) => picture.jpeg({ quality: 40 }),
  resized: (picture, width) => picture.resize(Math.round(width * 0.45)).jpeg({ quality: 80 }),
  mirrored: (picture) => picture.flop().jpeg({ quality: 75 }),
  grey: (picture) => picture.greyscale().jpeg({ quality: 75 }),
};

describe.skipIf(!hasShared)('200 photographs, indexed and checked by the command', () => {
  let dataDir: string;
  let results: Map<string, CheckResult>;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'trainspot-photographs-'));
    const files: string[] = [];
    for (const name of (await readdir(sharedPath('pictures'))).filter((each) => each.endsWith('.jpg'))) {
      const bytes = await readFile(join(sharedPath('pictures'), name));
      const { width } = await sharp(bytes).metadata();
      for (const [edit, change] of Object.entries(EDITS)) {
        const file = join(dataDir, `${edit}_${name}`);
        await writeFile(file, await change(sharp(bytes), width).toBuffer());
        files.push(file);
      }
    }
    const manifest = sharedPath('manifests/laion-400m-pictures.parquet');
    const data = join(dataDir, 'data');
    const indexed = await runCli([
      'index',
      '--dataset',
      'laion-400m',
      '--manifest',
      manifest,
      '--pictures',
      sharedPath('pictures'),
      '--data',
      data,
      '--json',
    ]);
    expect(indexed.stderr).toBe('');
    expect(JSON.parse(indexed.stdout)).toMatchObject({ dataset: 'laion-400m', rows: 200, indexed: 200 });
    const checked = await runCli(['check', ...files, '--json', '--data', data]);
    const answers = JSON.parse(checked.stdout) as CheckResult[];
    expect(answers).toHaveLength(800);
    results = new Map(answers.map((answer, i) => [basename(files[i]), answer]));
  }, 300_000);

  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const own = (file: string, url: string): boolean => url.endsWith(`/${file.split('_')[1]}`);

  it('are found as identical or copy, at least 792 of 800', () => {
    const missed = [...results].filter(
      ([file, { verdict, matches }]) =>
        verdict.answer !== 'found' ||
        !matches.some(({ url, grade }) => own(file, url) && (grade === 'identical' || grade === 'copy')),
    );
    expect(missed.map(([file]) => file).length).toBeLessThanOrEqual(8);
  });

  it('are never found in another row: without their own, none would be a false "found"', () => {
    const wrong = [...results].flatMap(([file, { matches }]) =>
      matches
        .filter(({ url }) => !own(file, url))
        .map(({ url, pdqDistance }) => `${file}: ${url} at ${pdqDistance}`),
    );
    expect(wrong).toEqual([]);
  });

  it('come with the channels of their dataset, the sample id filled in', () => {
    for (const { matches } of [...results.values()].slice(0, 20)) {
      const laion = matches[0].channels.find(({ kind }) => kind === 'dataset-maintainer');
      expect(laion?.url).toBe('https://laion.ai/dataset-requests/');
      expect(Object.values(laion!.fields)).toContain(matches[0].rowId);
    }
  });
});
