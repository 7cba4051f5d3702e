import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareRow, type ManifestRow } from '../../src/core/dataset.ts';
import { isRefused, type FileSample, type RawRecord } from '../../src/ingest/manifest/format.ts';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { COMPANIONS, FORMATS } from '../../src/ingest/manifest/registry.ts';
import { datasetFacts } from '../../src/advice/facts/datasets.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { readAll } from './parquet-files.ts';

const ADDRESS = 'https://a.example/x.jpg';

/** What a file of each format without a header shows; the others are known by their columns. */
const SAMPLES: Record<string, RawRecord[]> = {
  cc3m: [{ 0: 'a caption', 1: ADDRESS }],
  cc12m: [{ 0: ADDRESS, 1: 'a caption' }],
};

/** A file of each format in the published schema, and the datasets that its name leaves open. */
const FILES: Record<string, [file: string, datasets: string[]][]> = {
  'laion-400m': [['laion-400m-part-00000.parquet', ['laion-400m']]],
  'laion2b-joined': [['laion2b-en-joined.parquet', ['laion2b-en-joined']]],
  'laion2b-md5': [['laion2b-en-md5.parquet', ['laion2b-en-md5']]],
  'laion-aesthetics-v1': [['laion-art.parquet', ['laion-art']]],
  'laion-aesthetics-v2': [['laion-aesthetics-v2-5plus.parquet', ['laion-aesthetics-v2-5plus']]],
  relaion: [['relaion2b-en-research-safe.parquet', ['relaion2b-en-research-safe']]],
  'coyo-700m': [['coyo-700m.parquet', ['coyo-700m']]],
  datacomp: [['datacomp-00000000.parquet', ['datacomp-1b', 'commonpool']]],
  cc3m: [['cc3m-train.tsv', ['cc3m']]],
  cc12m: [['cc12m.tsv', ['cc12m']]],
  redcaps: [['redcaps-sketching_2019.json', ['redcaps']]],
  wit: [['wit_v1.train.all-00000-of-00010.tsv.gz', ['wit']]],
  sbu: [['sbu-captions-all.json', ['sbu']]],
  pd12m: [['pd12m-000.parquet', ['pd12m']]],
};

/** How the publishers' columns are called in a row. */
const IN_ROW: Record<string, string> = {
  text: 'caption',
  original_width: 'width',
  original_height: 'height',
  image_phash: 'phash',
  permalink: 'pageUrl',
};

/** Columns that tell a format, and are not read. */
const TELLING: Record<string, string[]> = { 'clip-retrieval': ['image_path'] };

const lookOf = (name: string, columns: readonly string[]): FileSample => ({
  columns: [...columns, ...(TELLING[name] ?? [])],
  sample: SAMPLES[name] ?? [],
});

describe.each(FORMATS)('the format $name', (format) => {
  const columns = [...format.requiredColumns, ...format.optionalColumns];

  it('recognises its own columns, and no other format does', () => {
    const recognising = FORMATS.filter((each) => each.recognises(lookOf(format.name, columns)));
    expect(recognising.map(({ name }) => name)).toEqual(format.name === 'generic' ? [] : [format.name]);
    expect(format.recognises({ columns: [], sample: [] })).toBe(false);
    for (const companion of COMPANIONS) {
      expect(companion.recognises(lookOf(format.name, columns))).toBe(false);
    }
  });

  it('reads what its columns mean from columns of its own', () => {
    for (const column of Object.values(format.meanings).flat()) expect(columns).toContain(column);
  });

  it('is published in datasets of which there are facts', () => {
    for (const { dataset } of format.publishedIn) expect(datasetFacts(dataset)?.name).toBe(dataset);
  });

  it('takes any values, and makes of them a row or a refusal', () => {
    const value = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, maxDepth: 1, maxKeys: 2 }),
      fc.constant(ADDRESS),
      fc.webUrl(),
    );
    const raws = fc.record(Object.fromEntries(columns.map((column) => [column, value])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(raws, (raw) => {
        const row = format.row(raw, 7, 'file.x');
        expect(row.line).toBe(7);
        if (isRefused(row)) expect(['bad-url', 'bad-row-id']).toContain(row.refused);
        else {
          expect(Object.keys(row).toSorted()).toEqual(Object.keys(bareRow('', 0, '')).toSorted());
          // A place in a file is an id together with the file alone.
          if (row.file !== null) expect([row.file, row.rowId]).toEqual(['file.x', '7']);
        }
      }),
    );
    expect(format.row({}, 7, 'file.x')).toEqual({ refused: 'bad-url', line: 7 });
  });

  if (!FILES[format.name]) return;
  it.skipIf(!hasShared)('reads a file of the published schema, row by row', async () => {
    const all = JSON.parse(await readFile(sharedPath('manifests/expected.json'), 'utf8'));
    for (const [file, datasets] of FILES[format.name]) {
      const expected = all[file];
      const manifest = await openManifest(sharedPath(`manifests/${file}`));
      expect(manifest).toMatchObject({ format: format.name, datasets });
      expect([null, expected.rows]).toContain(manifest.rowCount);
      const { rows, kept, refused } = await readAll(manifest);
      expect({ rows: rows.length, kept: kept.length, refused }).toEqual({
        rows: expected.rows,
        kept: expected.kept,
        refused: expected.refused,
      });
      expect(rows.map(({ line }) => line)).toEqual(rows.map((_, line) => line));
      expect(expected.sample.length).toBeGreaterThan(0);
      for (const sample of expected.sample) {
        const row = Object.entries(sample).map(([key, value]) => [
          IN_ROW[key] ?? key,
          value === 0 ? null : value,
        ]);
        expect(rows[sample.line]).toMatchObject({ ...Object.fromEntries(row), line: sample.line });
        const file0 = sample.rowId === String(sample.line) ? file : null;
        expect(rows[sample.line]).toHaveProperty('file', file0);
      }
    }
  });
});

it('has a name for each format', () => {
  expect(new Set(FORMATS.map(({ name }) => name)).size).toBe(FORMATS.length);
});

it.skipIf(!hasShared)('has a file of the published schema for each format that has a dataset', () => {
  const published = FORMATS.filter(({ publishedIn }) => publishedIn.length > 0);
  expect(published.map(({ name }) => name).toSorted()).toEqual(Object.keys(FILES).toSorted());
});

describe.skipIf(!hasShared)("CC12M's hashes", () => {
  it('are joined to the rows of their addresses', async () => {
    const paths = ['cc12m-hashes.tsv', 'cc12m.tsv'].map((name) => sharedPath(`manifests/${name}`));
    const manifest = await openManifest(paths);
    expect(manifest).toMatchObject({ format: 'cc12m', datasets: ['cc12m'] });
    const { rows, refused } = await readAll(manifest);
    expect(rows.length).toBe(400);
    expect(refused).toEqual({ 'bad-url': 4 });
    const text = await readFile(paths[0], 'utf8');
    const lines = text.trimEnd().split('\n');
    const kept = rows.filter((row): row is ManifestRow => !isRefused(row));
    // One address stands there twice, with other hashes: each row has those of its own line.
    expect(new Set(kept.map(({ url }) => url)).size).toBeLessThan(kept.length);
    expect(kept.map(({ url, sha256, md5 }) => `${url}\t${sha256}\t${md5}`)).toEqual(lines);
  });
});

describe('values of one format', () => {
  const format = (name: string) => FORMATS.find((each) => each.name === name)!;

  it('RedCaps: what the author wrote comes first', () => {
    const raw = { url: ADDRESS, image_id: 'abc', author: '[deleted]', permalink: '/r/x/comments/abc/' };
    expect(
      format('redcaps').row({ ...raw, raw_caption: 'My FIRST [OC]', caption: 'my first' }, 0, 'f'),
    ).toEqual({
      ...bareRow('abc', 0, ADDRESS),
      caption: 'My FIRST [OC]',
      author: '[deleted]',
      pageUrl: '/r/x/comments/abc/',
    });
    expect(format('redcaps').row({ ...raw, raw_caption: ' ', caption: 'my first' }, 0, 'f')).toMatchObject({
      caption: 'my first',
    });
  });

  it('WIT: the caption under the picture, else the one for the blind, else that of its own page', () => {
    const captions = {
      caption_reference_description: 'under it',
      caption_alt_text_description: 'spoken',
      caption_attribution_description: 'its page',
    };
    const raw = { image_url: ADDRESS, page_url: 'https://en.wiki.example/wiki/X' };
    const caption = (more: RawRecord) => format('wit').row({ ...raw, ...captions, ...more }, 0, 'f');
    expect(caption({})).toMatchObject({ caption: 'under it', pageUrl: raw.page_url });
    expect(caption({ caption_reference_description: '' })).toMatchObject({ caption: 'spoken' });
    expect(caption({ caption_reference_description: '', caption_alt_text_description: null })).toMatchObject({
      caption: 'its page',
    });
  });

  it('SBU: the account that posted it', () => {
    const raw = { image_urls: ADDRESS, captions: 'x', user_ids: '47889917@N08' };
    expect(format('sbu').row(raw, 3, 'sbu.json')).toMatchObject({
      rowId: '3',
      file: 'sbu.json',
      author: '47889917@N08',
    });
  });

  it('COYO: either score makes a row unsafe; a hash of another length is none', () => {
    const raw = { id: 5n, url: ADDRESS, image_phash: 'ABCDEF0123456789', nsfw_score_gantman: 0.9 };
    expect(format('coyo-700m').row({ ...raw, nsfw_score_opennsfw2: 0.01 }, 0, 'f')).toMatchObject({
      phash: 'abcdef0123456789',
      unsafe: true,
    });
    expect(
      format('coyo-700m').row({ ...raw, image_phash: 'abc', nsfw_score_gantman: 0.1 }, 0, 'f'),
    ).toMatchObject({ phash: null, unsafe: false });
    expect(format('coyo-700m').row({ ...raw, nsfw_score_gantman: 7 }, 0, 'f')).toMatchObject({
      unsafe: null,
    });
  });

  it('PD12M: its hash is not taken for a digest of the bytes', () => {
    const raw = { id: 'x1', url: ADDRESS, hash: 'a'.repeat(32) };
    expect(format('pd12m').row(raw, 0, 'f')).toEqual(bareRow('x1', 0, ADDRESS));
  });
});
