import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALIBRATION_EDITS } from '../../src/calibrate/edits/registry.ts';
import { floorAsItLies } from '../../src/models/floor.ts';
import type { FloorReport } from '../../src/models/floor-report.ts';
import { cardHere, floorsPath, writeFloorReport } from '../../src/models/measured-floors.ts';
import { findModelCard } from '../../src/models/models.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { calibrateModel } from '../../src/service/calibrate-model.ts';
import { runCli } from '../helpers/run-cli.ts';
import { blocks } from './blocks.ts';

const PICTURES = 22;
const pocket = findModelCard('pocket');

let home: string;
let pictures: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trainspot-calibrate-'));
  pictures = join(home, 'pictures');
  await mkdir(join(pictures, 'deeper'), { recursive: true });
  for (let i = 0; i < PICTURES; i++) {
    await writeFile(join(pictures, i % 2 ? 'deeper' : '', `${i}.jpg`), await blocks(i));
  }
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** A folder of the first so many pictures, and others. */
async function folderOf(count: number, others: Record<string, Uint8Array | string> = {}): Promise<string> {
  const folder = await mkdtemp(join(home, 'folder-'));
  for (let i = 0; i < count; i++) {
    await copyFile(join(pictures, i % 2 ? 'deeper' : '', `${i}.jpg`), join(folder, `${i}.jpg`));
  }
  for (const [name, content] of Object.entries(others)) await writeFile(join(folder, name), content);
  return folder;
}

function calibrate(folder: string, given: { model?: string; absentFrom?: string[]; most?: number } = {}) {
  const config = { ...loadConfig({}), DATA_DIR: join(home, 'data') };
  const request = { model: 'pocket', absentFrom: [], most: 3, ...given, pictures: folder };
  return calibrateModel(request, config, () => ({ update() {}, finish() {} }));
}

describe('trainspot calibrate', () => {
  let report: FloorReport;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = join(home, 'measured');
    const words = [
      'calibrate',
      '--model',
      'pocket',
      '--pictures',
      pictures,
      '--most',
      '6',
      '--data',
      dataDir,
    ];
    const { code, stdout, stderr } = await runCli(words);
    expect(stderr).not.toMatch(/^trainspot:/m);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /22 independent pictures of 22 files, 0 of them variants, 0 not readable; 6 edited in 10 ways/,
    );
    expect(stdout).toMatch(/"possibly" from 0\.\d+ on as it lies, from 0\.\d+ on by its best view/);
    expect(stdout).toMatch(/of 3 pictures that set no floor, another row was as near: of \d/);
    report = JSON.parse(await readFile(floorsPath(pocket, join(dataDir, 'models')), 'utf8')) as FloorReport;
  }, 120_000);

  it('measures every edit against its own row and against the others, at sizes of index up to all', () => {
    expect(report).toMatchObject({ model: 'pocket', modelRevision: pocket.revision });
    expect(report.pictures).toEqual({
      files: PICTURES,
      unreadable: [],
      variants: 0,
      independent: PICTURES,
      asked: 6,
    });
    expect(report.edits.map(({ name }) => name)).toEqual(CALIBRATION_EDITS.map(({ name }) => name));
    expect(report.others.map(({ dataset, rows }) => [dataset, rows])).toEqual([
      [null, 10],
      [null, PICTURES - 1],
    ]);
    const [unedited] = report.edits;
    const mirrored = report.edits.at(-1)!;
    expect(unedited.cosines.asItLies.least).toBeGreaterThan(0.99);
    // A view undoes it.
    expect(mirrored.cosines.byBestView.least).toBeGreaterThan(0.99);
    expect(mirrored.cosines.asItLies.median).toBeLessThan(mirrored.cosines.byBestView.median);
    for (const { cosines } of report.others) {
      expect(cosines.byBestView.highest).toBeGreaterThanOrEqual(cosines.asItLies.highest);
    }
    const [few, all] = report.others;
    expect(all.cosines.asItLies.highest).toBeGreaterThanOrEqual(few.cosines.asItLies.highest);
  });

  it('sets each floor above the nearest other, and bounds how often it is wrong', () => {
    const { floors, others, wrong, nearestOthers } = report;
    const highest = others.at(-1)!.cosines;
    expect(floors.possiblyAsItLiesFrom).toBeGreaterThan(highest.asItLies.highest);
    expect(floors.possiblyAsItLiesFrom! - highest.asItLies.highest).toBeLessThanOrEqual(0.001);
    expect(floors.possiblyFrom! - highest.byBestView.highest).toBeLessThanOrEqual(0.001);
    expect(nearestOthers.cosine).toBe(highest.asItLies.highest);
    expect(wrong.asItLies!.of).toBe(3);
    expect(wrong.asItLies!.atMost).toBeGreaterThan(0.5);
    expect(report.edits[0].fromFloor.asItLies).toMatchObject({ count: 6, of: 6 });
  });

  it('is what the card says from then on, in that data folder and no other', async () => {
    const modelsDir = join(dataDir, 'models');
    const here = await cardHere(pocket, modelsDir);
    expect(here.similarity.measuredBy).toBe('here');
    expect(floorAsItLies(here)).toBe(report.floors.possiblyAsItLiesFrom);
    expect(here.similarity.possiblyFrom).toBe(report.floors.possiblyFrom);
    expect(here.similarity.lookAlikeFrom).toBe(pocket.similarity.lookAlikeFrom);
    expect(here.similarity.measured).toMatch(/6 independent pictures in 10 edits/);
    expect(await cardHere(pocket, join(home, 'elsewhere'))).toBe(pocket);

    const listed = (await runCli(['models', 'list', '--data', dataDir])).stdout;
    expect(listed).toContain(`possibly from ${report.floors.possiblyAsItLiesFrom} as it lies`);
    expect(listed).toMatch(/^pocket[^]*measured here\n *Measured here on/m);
    expect(listed).toMatch(
      /^laion-400m\/clip-vit-base-patch32[^]*possibly from 0\.95 as it lies; not measured here\n/m,
    );
  });

  it('is no word of other weights, nor of a report that cannot be read', async () => {
    const modelsDir = join(home, 'other-weights');
    await writeFloorReport(pocket, modelsDir, { ...report, modelRevision: 'third' });
    expect(await cardHere(pocket, modelsDir)).toBe(pocket);
    await writeFile(floorsPath(pocket, modelsDir), '{"floors": {"possiblyAsItLiesFrom": 0.1}}');
    const { similarity } = await cardHere(pocket, modelsDir);
    expect(similarity).toMatchObject({ possiblyAsItLiesFrom: pocket.similarity.possiblyAsItLiesFrom });
    expect(similarity.measured).toMatch(/cannot be read.*npx trainspot calibrate --model pocket/);
  });
});

describe('pictures that nothing can be measured by', () => {
  it.each<[what: string, folder: () => Promise<string>, why: RegExp]>([
    ['an empty folder', () => folderOf(0), /holds 0 pictures .*20 at least/],
    ['one picture', () => folderOf(1), /1 independent picture that can be read; 20 at least/],
    ['too few', () => folderOf(19), /19 independent pictures .*20 at least/],
    [
      'a folder whose pictures are cut short but for one',
      async () => {
        const cut = (await blocks(1)).subarray(0, 600);
        const broken = Array.from({ length: 24 }, (_, i) => [`cut-${i}.jpg`, cut] as const);
        return folderOf(1, Object.fromEntries(broken));
      },
      /1 independent picture .*24 files of 25 could not be read: cut-\d+\.jpg: /,
    ],
    [
      'one picture again and again',
      async () => {
        const one = await blocks(3);
        return folderOf(0, Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`${i}.jpg`, one])));
      },
      /210 pairs .*look like one picture each: 0\.jpg and 1\.jpg \(the same bytes\).*207 more.*variants\.json/,
    ],
    [
      'a picture that is there in two versions',
      async () => folderOf(21, { 'again.jpg': await blocks(3, 40) }),
      /1 pair of files .*3\.jpg and again\.jpg \(their hashes differ in \d+ of 256 bits.*\{"variants": \[\["a\.jpg", "b\.jpg"\]/,
    ],
    [
      'a list of variants that names what is not there',
      () => folderOf(21, { 'variants.json': '{"variants": [["0.jpg", "gone.jpg"]]}' }),
      /variants\.json names 'gone\.jpg', which is no picture/,
    ],
    ['a list that is none', () => folderOf(21, { 'variants.json': '["0.jpg"]' }), /is no list of variants/],
    ['a file', async () => join(await folderOf(1), '0.jpg'), /0\.jpg is no folder/],
    ['what is not there', async () => join(home, 'nowhere'), /nowhere is no folder/],
  ])('are told of: %s', async (_what, folder, why) => {
    const refused = expect(calibrate(await folder())).rejects;
    await refused.toMatchObject({ code: 'usage', message: expect.stringMatching(why) as string });
  });

  it('leave the others measured where they are a few, and are named', async () => {
    const cut = (await blocks(1)).subarray(0, 600);
    const folder = await folderOf(20, {
      'again.jpg': await blocks(3, 40),
      'variants.json': '{"variants": [["3.jpg", "again.jpg"]]}',
      'cut.jpg': cut,
      '._0.jpg': cut,
      'notes.txt': 'none of the pictures',
    });
    const { report } = await calibrate(folder, { most: 2 });
    expect(report.pictures).toEqual({
      files: 22,
      unreadable: [{ name: 'cut.jpg', why: expect.any(String) as string }],
      variants: 1,
      independent: 20,
      asked: 2,
    });
    expect(report.others.at(-1)?.cosines.asItLies.highest).toBeLessThan(0.99);
  }, 60_000);

  it('are not looked at for a model or a dataset that is not there', async () => {
    const code = (wanted: string) => expect.objectContaining({ code: wanted }) as unknown;
    await expect(calibrate(pictures, { model: 'clip' })).rejects.toEqual(code('model-unknown'));
    await expect(calibrate(pictures, { model: 'sscd' })).rejects.toEqual(code('model-not-pulled'));
    await expect(calibrate(pictures, { absentFrom: ['laion-400m'] })).rejects.toMatchObject({
      code: 'dataset-unknown',
      message: expect.stringMatching(/no index of pocket of 'laion-400m' here; there are: none/) as string,
    });
    const words = ['calibrate', '--model', 'pocket', '--pictures', pictures, '--most', '0.5'];
    const refused = await runCli([...words, '--data', join(home, 'data')]);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--most is '0.5'") as string });
  });
});
