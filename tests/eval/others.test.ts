import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { evaluate, type Evaluation } from '../../scripts/eval/evaluate.ts';
import { parseOptions } from '../../scripts/eval/options.ts';
import { startPainters } from '../../scripts/eval/paint/painters.ts';
import { writeReport } from '../../scripts/eval/report/write.ts';
import type { Measured } from '../../src/core/measured-counts.ts';

let dir: string;
let others: string;

/** Two drawings, one of them grey as well, and as the very same file under a name that no list calls a variant. */
beforeAll(async () => {
  vi.stubEnv('WORKER_THREADS', '1');
  dir = await mkdtemp(join(tmpdir(), 'trainspot-others-'));
  others = join(dir, 'kept');
  await mkdir(join(others, 'cards', 'deep'), { recursive: true });
  const painters = startPainters(1);
  try {
    const [one, two] = await Promise.all(
      [3, 4].map((number) => painters.paint({ kind: 'illustration', seed: 9, number })),
    );
    await writeFile(join(others, 'cards', 'one.jpg'), one);
    await writeFile(join(others, 'cards', 'deep', 'grey.png'), await sharp(one).greyscale().png().toBuffer());
    await writeFile(join(others, 'two.jpg'), two);
    await writeFile(join(others, 'cards', 'again.jpg'), two);
  } finally {
    await painters.close();
  }
  await writeVariants({ variants: [['cards/one.jpg', 'cards/deep/grey.png']] });
}, 60_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true, force: true });
});

function writeVariants(list: unknown): Promise<void> {
  return writeFile(join(others, 'variants.json'), JSON.stringify(list));
}

describe('an evaluation of pictures that are known to differ', () => {
  let result: Evaluation;
  beforeAll(async () => {
    const words = ['--others', others, ...'--rows 9,6 --edits large-jpeg-30 --stage pipeline'.split(' ')];
    const drawn = '--drawn 2 --drawn-kinds views'.split(' ');
    result = await evaluate(parseOptions([...words, ...drawn]), true);
  }, 300_000);

  it('asks for every file below the folder, unedited as well, and counts by the topmost folder', () => {
    expect(result).toMatchObject({ rows: 9, asked: 6 });
    expect(result.options.edits.map(({ name }) => name)).toEqual(['unedited', 'large-jpeg-30']);
    const asked = result.table.byKind
      .filter(({ edit }) => edit === 'all')
      .map(({ kind, asked: count }) => [kind, count]);
    expect(asked).toEqual([
      ['drawn-views', 4],
      ['cards', 6],
      ['kept', 2],
    ]);
    expect(result.table.byKind.filter(({ kind }) => kind === 'cards')[0]).toMatchObject({
      found: 6,
      missed: 0,
    });
  });

  it('takes a variant for neither right nor wrong, and what no list names for wrong, even the very same file', () => {
    const pairs = result.table.wrongPairs.map(({ picture, row }) => [basename(picture), basename(row)]);
    expect(pairs.filter((pair) => !pair.some((name) => name.startsWith('drawn-')))).toEqual(
      expect.arrayContaining([
        ['two.jpg', 'again.jpg'],
        ['again.jpg', 'two.jpg'],
      ]),
    );
    expect(pairs.flat()).not.toContain('grey.png');
    expect(result.twins).toEqual({
      'eval-a/kept/cards/one.jpg': ['eval-b/kept/cards/deep/grey.png'],
      'eval-b/kept/cards/deep/grey.png': ['eval-a/kept/cards/one.jpg'],
    });
  });

  it('measures the same checks at each size of the index, the largest last', () => {
    expect(result.sizes.map(({ rows }) => rows)).toEqual([6, 9]);
    for (const { kinds } of result.sizes) {
      const { asked, found } = kinds.find(({ kind }) => kind === 'cards')!;
      expect(asked).toEqual([6, 3]);
      // Only the file that stands there twice.
      expect(found).toEqual([2, 1]);
    }
  });

  it('writes each wrong pair with its grade and points, and the file that artists are told from', async () => {
    const out = join(dir, 'out');
    const markdown = await writeReport(result, out);
    expect(markdown).toContain('| cards | unedited | 3 |');
    const told = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as Evaluation;
    expect(told.sizes).toEqual(result.sizes);
    expect(told.table).toEqual(result.table);
    const page = await readFile(join(out, 'report.html'), 'utf8');
    for (const { row, grade, picture } of result.table.wrongPairs) {
      expect(page).toContain(`${row} · ${grade}<br>asked: ${picture}, `);
    }
    expect(page).toMatch(/\d+ inliers, \d+ % agreeing|no placement/);
    const measured = (await import(pathToFileURL(join(out, 'measured.ts')).href)) as { MEASURED: Measured };
    expect(measured.MEASURED.sizes).toEqual(result.sizes);
    expect(measured.MEASURED.how).toContain('indexes of 6 and 9 rows');
  });
});

describe('the options of other pictures', () => {
  it('take several folders, however they are given', () => {
    const words = ['--others', 'a,b', '--others', 'c', '--edits', 'unedited'];
    const options = parseOptions(words);
    expect(options.others).toEqual(['a', 'b', 'c']);
    expect(options.edits.map(({ name }) => name)).toEqual(['unedited']);
  });

  it.each([
    ['--others x --drawn 1 --drawn-kinds cats', /--drawn-kinds is 'cats'.*figures/],
    ['--others x --rows 10 --distractors 3', /--rows or --distractors/],
    ['--others x --rows 1e3', /--rows is '1e3'/],
  ])('refuse %j, and say what is allowed', (text, message) => {
    expect(() => parseOptions(text.split(' '))).toThrow(message);
  });

  it.each([
    [{ variants: [['cards/one.jpg', 'cards/none.jpg']] }, /names 'cards\/none.jpg'/],
    [{ variants: [['cards/one.jpg']] }, /is no list of variants/],
    [['cards/one.jpg'], /is no list of variants/],
  ])('refuse the variants %j', async (list, message) => {
    await writeVariants(list);
    await expect(evaluate(parseOptions(['--others', others]), true)).rejects.toThrow(message);
    await writeVariants({ variants: [] });
  });

  it('refuse an index smaller than the pictures, and two folders of one name', async () => {
    const small = parseOptions(['--others', others, '--rows', '3']);
    await expect(evaluate(small, true)).rejects.toThrow('--rows is 3, and the pictures alone are 4 rows');
    const twice = parseOptions(['--others', `${others},${others}`]);
    await expect(evaluate(twice, true)).rejects.toThrow("named 'kept'");
  });
});
