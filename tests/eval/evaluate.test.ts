import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { evaluate, type Evaluation } from '../../scripts/eval/evaluate.ts';
import { parseOptions } from '../../scripts/eval/options.ts';
import { writeReport } from '../../scripts/eval/report/write.ts';

describe('a small evaluation', () => {
  let dir: string;
  let first: Evaluation;
  const words = (): string[] => [
    ...'--drawn 4 --distractors 20 --edits jpeg-30,crop-40,collage --data'.split(' '),
    join(dir, 'data'),
  ];

  beforeAll(async () => {
    // A thread more in each pool would take longer to start than all the work takes.
    vi.stubEnv('WORKER_THREADS', '1');
    dir = await mkdtemp(join(tmpdir(), 'trainspot-eval-'));
    first = await evaluate(parseOptions(words()), true);
  }, 300_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(dir, { recursive: true, force: true });
  });

  it('finds every picture that was only encoded again, before all other rows, and at every stage', () => {
    const [encoded] = first.table.lines;
    expect(encoded).toMatchObject({
      name: 'jpeg-30',
      queries: 4,
      found: 1,
      firstShare: 1,
      recall: 1,
      pdq: 1,
      geometry: 1,
    });
    expect(encoded.embedding).toEqual({ pocket: 1 });
    // 24 rows are fewer than 50: every one of them is near.
    for (const { embeddingRecall } of first.table.lines) expect(embeddingRecall).toEqual({ pocket: 1 });
    expect(encoded.grades).toMatchObject({ copy: 4, none: 0 });
  });

  it('counts every query once, and every row that each check searched', () => {
    const { table, outcomes } = first;
    expect(first).toMatchObject({ rows: 24, asked: 4, pipelineModel: 'pocket', twins: {} });
    expect(outcomes).toHaveLength(12);
    expect(table.lines.map(({ name }) => name)).toEqual(['jpeg-30', 'crop-40', 'collage']);
    for (const line of [...table.lines, ...table.means]) {
      const graded = Object.values(line.grades!).reduce((sum, count) => sum + count, 0);
      expect(graded).toBe(line.queries);
      const { identical, copy, edited } = line.grades!;
      expect(line.found).toBeCloseTo((identical + copy + edited) / line.queries, 10);
    }
    expect(table.means.filter(({ name }) => !name.includes('-')).map(({ queries }) => queries)).toEqual([
      8, 4,
    ]);
    // 24 rows in the first check, and in the second without the two of the own dataset.
    expect(table.pairsSearched).toBe(12 * (24 + 22));
    const found = outcomes.filter(
      ({ pipeline }) => !['look-alike', 'part', null].includes(pipeline!.grade),
    ).length;
    const claimed = table.precision.reduce((sum, { truePairs }) => sum + truePairs, 0);
    expect(claimed).toBe(found);
    const listed = outcomes.flatMap(({ pipeline }) => pipeline!.falseMatches).length;
    expect(table.precision.reduce((sum, { falsePairs }) => sum + falsePairs, 0)).toBe(listed);
    const histogram = table.histogram!;
    expect(histogram.reduce((sum, { own }) => sum + own, 0)).toBe(12);
    const pairs = outcomes.flatMap(({ geometry }) => geometry!.otherInliers).length;
    expect(histogram.reduce((sum, { others }) => sum + others, 0)).toBe(pairs);
    expect(pairs).toBeGreaterThan(12 * 10);
    expect(first.gallery.missCount).toBe(outcomes.length - found);
  });

  it('says the same again from the kept data, without indexing anew', async () => {
    const [set] = (await readdir(join(dir, 'data'))).filter((name) => name.startsWith('set-'));
    const segments = await readdir(join(dir, 'data', set, 'segments'));
    const part = ['--edits', 'jpeg-30', '--stage', 'pdq,embedding'];
    const again = await evaluate(parseOptions([...words(), ...part]), true);
    const stages = (outcomes: Evaluation['outcomes']) =>
      outcomes.map(({ picture, edit, isNearPdq, isNearest }) => ({ picture, edit, isNearPdq, isNearest }));
    expect(stages(again.outcomes)).toEqual(stages(first.outcomes.filter(({ edit }) => edit === 'jpeg-30')));
    expect(again.outcomes.map(({ pipeline, geometry }) => pipeline ?? geometry)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(again.table.pairsSearched).toBe(0);
    expect(again.sizes).toEqual([]);
    expect(await readdir(join(dir, 'data', set, 'segments'))).toEqual(segments);
    expect((await readdir(join(dir, 'data'))).filter((name) => name.startsWith('set-'))).toEqual([set]);
  }, 300_000);

  it('writes a table, the numbers, and a page that needs nothing from elsewhere', async () => {
    const out = join(dir, 'out');
    const markdown = await writeReport(first, out);
    expect(markdown).toContain('| JPEG of quality 30 | 4 |');
    expect(await readFile(join(out, 'result.md'), 'utf8')).toBe(markdown);
    const result = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as Evaluation;
    expect(result.table).toEqual(first.table);
    expect(JSON.stringify(result)).not.toContain('base64');
    const page = await readFile(join(out, 'report.html'), 'utf8');
    expect(page).not.toMatch(/https?:/);
    expect(page.match(/<figure>/g) ?? []).toHaveLength(first.gallery.misses.length);
  });
});

describe('the options', () => {
  it('take a sample, stages and models', () => {
    const options = parseOptions(
      '--pictures p --sample 3 --stage pdq,embedding --model pocket,other --edits 20'.split(' '),
    );
    expect(options).toMatchObject({
      pictures: 'p',
      sample: 3,
      stages: ['pdq', 'embedding'],
      models: ['pocket', 'other'],
    });
    expect(options.edits).toHaveLength(20);
  });

  it.each([
    ['', /--pictures/],
    ['--drawn many', /--drawn is 'many'/],
    ['--drawn 3 --seed -1', /seed/],
    ['--drawn 3 --stage everything', /--stage is 'everything'.*pipeline/],
    ['--drawn 3 --edits nothing', /'nothing'/],
  ])('refuse %j, and say what is allowed', (text, message) => {
    expect(() => parseOptions(text.split(' ').filter(Boolean))).toThrow(message);
  });

  it('refuse a sample larger than the pictures, and a folder without any', async () => {
    await expect(evaluate(parseOptions(['--drawn', '2', '--sample', '3']), true)).rejects.toThrow(
      '--sample is 3',
    );
    const empty = await mkdtemp(join(tmpdir(), 'trainspot-eval-'));
    await expect(evaluate(parseOptions(['--pictures', empty]), true)).rejects.toThrow('no picture');
    await rm(empty, { recursive: true });
  });
});
