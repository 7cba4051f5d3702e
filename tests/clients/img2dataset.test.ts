import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { LookupAnswer } from '../../src/api/lookup.ts';
import type { IndexSummary } from '../../src/service/indexing/index-request.ts';
import { blocks } from '../calibrate/blocks.ts';
import { layDatabase } from '../helpers/databases.ts';
import { img2datasetCommand } from '../helpers/img2dataset.ts';
import { type PictureHost, startPictureHost } from '../helpers/picture-host.ts';
import { runCli } from '../helpers/run-cli.ts';

/** Of pictures that can be had. */
const CAPTIONS = [
  'plain words',
  'a "quoted", with a comma',
  'two\nlines',
  'émoji 🦊 and ünïcode, 漢字',
  '',
  'None',
  'nan',
  '  spaces around  ',
  'word '.repeat(900),
  'a\ttab and a back\\slash',
  '=1+1',
  null,
];

/** What cannot be had, and what it says of it. */
const FAILING: readonly [path: string, status: string][] = [
  ['404', 'failed_to_download'],
  ['gone/away.jpg', 'failed_to_download'],
  ['breaks-off', 'failed_to_download'],
  ['noai', 'failed_to_download'],
  ['html', 'failed_to_resize'],
  ['small.png', 'failed_to_resize'],
  ['wide.png', 'failed_to_resize'],
];

interface Told {
  key: string;
  url: string;
  caption: string | null;
  status: string;
}

describe.skipIf(img2datasetCommand === null)('what img2dataset itself writes', () => {
  let folder: string;
  let host: PictureHost;
  let list: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainspot-img2dataset-'));
    const files: Record<string, Uint8Array> = {
      'small.png': await plain(8, 8),
      'wide.png': await plain(900, 60),
      'webp.webp': await sharp(await blocks(200))
        .webp()
        .toBuffer(),
    };
    for (const i of CAPTIONS.keys()) files[`picture-${i}.jpg`] = await blocks(i);
    host = await startPictureHost(files);
    const rows = [
      ...CAPTIONS.map((caption, i) => ({ url: host.url(`picture-${i}.jpg`), caption })),
      ...FAILING.map(([path]) => ({ url: host.url(path), caption: `at ${path}` })),
      { url: host.url('webp.webp'), caption: 'another kind' },
      // A picture of which there are two rows is two rows.
      { url: host.url('picture-0.jpg'), caption: 'plain words again' },
      { url: 'no address', caption: 'nowhere' },
    ];
    list = join(folder, 'list.parquet');
    const column = (name: 'url' | 'caption') => ({
      name,
      data: rows.map((row) => row[name]),
      type: 'STRING' as const,
      nullable: true,
    });
    const buffer = parquetWriteBuffer({ columnData: [column('url'), column('caption')] });
    await writeFile(list, new Uint8Array(buffer));
  });
  afterAll(async () => {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function plain(width: number, height: number): Promise<Buffer> {
    return sharp({ create: { width, height, channels: 3, background: '#357' } })
      .png()
      .toBuffer();
  }

  /** Has img2dataset write the list's pictures, twelve rows a shard; answers what it says itself of each row. */
  async function download(kind: string, given: readonly string[]): Promise<{ output: string; told: Told[] }> {
    const output = join(folder, `${kind}${given.join('')}`);
    const words = {
      url_list: list,
      input_format: 'parquet',
      url_col: 'url',
      caption_col: 'caption',
      output_format: kind,
      output_folder: output,
      processes_count: '1',
      thread_count: '4',
      image_size: '128',
      min_image_size: '20',
      max_aspect_ratio: '5',
      number_sample_per_shard: '12',
      timeout: '5',
      enable_wandb: 'False',
    };
    await promisify(execFile)(
      String(img2datasetCommand),
      [...Object.entries(words).flatMap(([name, value]) => [`--${name}`, value]), ...given],
      { env: { ...process.env, NO_ALBUMENTATIONS_UPDATE: '1', NO_PROXY: '127.0.0.1' } },
    );
    const names = await readdir(output);
    const told: Told[] = [];
    for (const name of names.filter((each) => each.endsWith('.parquet'))) {
      const file = await asyncBufferFromFile(join(output, name));
      const columns = ['key', 'url', 'caption', 'status'];
      told.push(...((await parquetReadObjects({ file, columns })) as unknown as Told[]));
    }
    // Its own counts are of the same rows.
    const stats = await Promise.all(
      names
        .filter((name) => name.endsWith('_stats.json'))
        .map(
          async (name) => JSON.parse(await readFile(join(output, name), 'utf8')) as Record<string, number>,
        ),
    );
    const sum = (count: string): number => stats.reduce((all, each) => all + each[count], 0);
    const having = (status: string): number => told.filter((row) => row.status === status).length;
    expect(sum('count')).toBe(told.length);
    expect(sum('successes')).toBe(having('success'));
    expect(sum('failed_to_download')).toBe(having('failed_to_download'));
    expect(sum('failed_to_resize')).toBe(having('failed_to_resize'));
    return { output, told };
  }

  it.each<[kind: string, given: string[], failed: string]>([
    ['files', [], 'not-in-folder'],
    ['webdataset', ['--encode_format', 'webp', '--resize_mode', 'no'], 'not-in-tar'],
    ['parquet', [], 'not-in-parquet'],
    [
      'parquet',
      ['--encode_format', 'png', '--encode_quality', '9', '--compute_hash', 'md5'],
      'not-in-parquet',
    ],
  ])(
    'as %s %j is indexed to exactly what it says it downloaded',
    async (kind, given, failed) => {
      const { output, told } = await download(kind, given);
      const statuses = new Map(told.map(({ url, status }) => [url, status]));
      for (const [path, status] of FAILING)
        expect([path, statuses.get(host.url(path))]).toEqual([path, status]);
      const good = told.filter(({ status }) => status === 'success');
      expect(good).toHaveLength(CAPTIONS.length + 2);

      const data = `${output}-data`;
      await layDatabase(data);
      const words = ['index', '--dataset', 'set', '--manifest', output, '--data', data, '--json'];
      const { code, stdout, stderr } = await runCli(words);
      expect(stderr).not.toMatch(/^trainspot:/m);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        format: 'img2dataset',
        rows: told.length,
        indexed: good.length,
        refused: { 'bad-url': 1 },
        failed: { [failed]: FAILING.length },
        unusable: {},
      } satisfies Partial<IndexSummary>);

      const asked = ['find', '--domain', '127.0.0.1', '--limit', '100', '--json', '--data', data];
      const { items } = JSON.parse((await runCli(asked)).stdout) as LookupAnswer;
      const captionOf = (caption: string | null): string | null => (caption?.trim() ? caption : null);
      const known = items.map(({ rowId, url, caption }) => ({ rowId, url, caption }));
      const wanted = told
        .filter(({ url }) => url !== 'no address')
        .map(({ key, url, caption }) => ({ rowId: key, url, caption: captionOf(caption) }));
      const byId = (a: { rowId: string }, b: { rowId: string }): number => a.rowId.localeCompare(b.rowId);
      expect(known.toSorted(byId)).toEqual(wanted.toSorted(byId));

      // Each picture belongs to the row of its key.
      const picture = join(folder, 'asked.jpg');
      await writeFile(picture, await blocks(3));
      const [{ verdict, matches }] = JSON.parse(
        (await runCli(['check', picture, '--json', '--data', data])).stdout,
      ) as CheckResult[];
      expect(verdict.answer).toBe('found');
      expect(matches.map(({ url }) => url)).toEqual([host.url('picture-3.jpg')]);
    },
    180_000,
  );
});
