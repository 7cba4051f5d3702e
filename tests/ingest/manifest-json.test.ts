import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { localFile } from '../../src/ingest/inputs/local.ts';
import { jsonDocument, jsonLineRecords, jsonLines } from '../../src/ingest/manifest/containers/json-lines.ts';
import { MAX_LINE_BYTES } from '../../src/ingest/manifest/containers/lines.ts';
import { chunked, cuts, taken } from './chunks.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-json-'));
});

afterAll(() => rm(folder, { recursive: true }));

const unreadable = (reason: RegExp) =>
  expect.objectContaining({ code: 'manifest-unreadable', message: expect.stringMatching(reason) });

/** JSON.stringify writes -0 as 0. */
const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
const object = fc.dictionary(
  fc.string({ unit: 'grapheme-ascii', minLength: 1 }).filter((key) => key !== '__proto__'),
  value.map((each) => (Object.is(each, -0) ? 0 : each)),
  { noNullPrototype: true },
);

describe('JSON lines', () => {
  const read = (text: string | Buffer, at: readonly number[] = []) =>
    taken(jsonLineRecords(chunked(Buffer.from(text), at)));

  it('give back any objects, however their bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(object),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        cuts,
        async (rows, end, ended, at) => {
          const text =
            rows.map((row) => JSON.stringify(row)).join(end) + (ended && rows.length > 0 ? end : '');
          expect(await read(text, at)).toEqual(rows);
        },
      ),
    );
  });

  it('refuse the lines that are no objects, each in its place', async () => {
    const bad = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n')]);
    const text = '{"a":1}\n{"a":\n[1]\n"x"\nnull\n\n';
    const long = `{"a":"${'x'.repeat(MAX_LINE_BYTES)}"}\n`;
    expect(await read(Buffer.concat([Buffer.from(text), bad, Buffer.from(`${long}{"b":2}`)]))).toEqual([
      { a: 1 },
      ...Array.from({ length: 4 }, () => 'malformed'),
      'bad-encoding',
      'too-long',
      { b: 2 },
    ]);
  });

  it('keep every digit of an id', async () => {
    expect(
      await read('{"id": 9223372036854775807, "n": [12345678901234567], "t": ":1234567890123456789,"}'),
    ).toEqual([{ id: 9_223_372_036_854_775_807n, n: [12_345_678_901_234_567n], t: ':1234567890123456789,' }]);
  });

  it('have the columns of their first lines, and bring what later ones have', async () => {
    const path = join(folder, 'rows.jsonl.gz');
    await writeFile(path, gzipSync('{"url":"x"}\nnonsense\n{"url":"y","alt":"z"}\n'));
    const file = await jsonLines.open(localFile(path));
    expect(file).toMatchObject({ columns: ['url', 'alt'], rowCount: null });
    expect(await taken(file.records(['url']))).toEqual([{ url: 'x' }, 'malformed', { url: 'y', alt: 'z' }]);
  });

  it('are refused where there are none', async () => {
    const path = join(folder, 'none.jsonl');
    await writeFile(path, '');
    await expect(jsonLines.open(localFile(path))).rejects.toEqual(unreadable(/it is empty/));
    await writeFile(path, 'a,b\n1,2\n');
    await expect(jsonLines.open(localFile(path))).rejects.toEqual(
      unreadable(/none of its first lines is a JSON object/),
    );
  });
});

describe('the JSON of Python, pandas and others', () => {
  const rows = [
    { url: 'https://a.example/1', id: 9_007_199_254_740_993n },
    { url: 'https://a.example/2', id: 18_446_744_073_709_551_615n },
  ];
  const texts = [
    '{"url":"https://a.example/1","id":9007199254740993}',
    '{"url":"https://a.example/2","id":18446744073709551615}',
  ];
  const pretty = texts.map((text) => text.replace('{', '{\n  ').replace(',', ',\n  ').replace('}', '\n}'));

  it.each([
    ['lines', texts.join('\n')],
    ['lines of the old Macintosh', texts.join('\r')],
    ['lines with blank ones and a mark', `\ufeff\n\n  \n${texts.join('\r\n\r\n')}\n\t\n`],
    ['lines after one another', texts.join('')],
    ['objects over several lines', pretty.join('\n')],
    ['a list on one line', `[${texts.join(',')}]\n`],
    ['a list of lines', `[\n${texts.join(',\n')}\n]`],
    ['a list with a mark and blank lines', `\ufeff\n\n[${pretty.join(',')}]`],
    ['lists one after the other', texts.map((text) => `[${text}]`).join('\n')],
    ['an object with a list', `{"info":{},"rows":[${texts.join(',')}]}`],
  ])('is read by what it holds, whatever it is called: %s', async (_, text) => {
    for (const name of ['rows.json', 'rows.jsonl', 'rows.ndjson', 'rows.json.gz', 'rows.jsonl.gz']) {
      const path = join(folder, name);
      await writeFile(path, name.endsWith('.gz') ? gzipSync(text) : text);
      const file = await (name.includes('.json.') || name.endsWith('.json') ? jsonDocument : jsonLines).open(
        localFile(path),
      );
      expect(file.columns).toEqual(['url', 'id']);
      expect(await taken(file.records(['url', 'id']))).toEqual(rows);
    }
  });

  it('is one row where it is one object with an address', async () => {
    const path = join(folder, 'one.json');
    await writeFile(path, '{"url":"https://a.example/1","tags":["a","b"]}\n');
    const file = await jsonDocument.open(localFile(path));
    expect(await taken(file.records(['url']))).toEqual([{ url: 'https://a.example/1', tags: ['a', 'b'] }]);
  });

  it('is refused where it lies too deep, or one record is too large to hold', async () => {
    const path = join(folder, 'large.json');
    await writeFile(path, `[{"a":${'['.repeat(5000)}${']'.repeat(5000)}}]`);
    await expect(jsonDocument.open(localFile(path))).rejects.toEqual(
      unreadable(/it is nested 5002 deep, and 100 is the most/),
    );
    const text = `"${'x'.repeat(8 * 1024 * 1024)}"`;
    await writeFile(path, `[{"a":[${Array.from({ length: 9 }, () => text).join(',')}]}]`);
    await expect(jsonDocument.open(localFile(path))).rejects.toEqual(
      unreadable(/one record in it is longer than 67108864 bytes/),
    );
    await writeFile(path, `[{"a":1,"b":${text}},{"a":2}]`);
    const file = await jsonDocument.open(localFile(path));
    expect((await taken(file.records(['a']))).length).toBe(2);
    expect(await taken(file.records(['a', 'b']))).toEqual(['too-long', { a: 2 }]);
  });
});

describe('a JSON document', () => {
  const open = async (name: string, content: unknown) => {
    const path = join(folder, name);
    await writeFile(
      path,
      Buffer.isBuffer(content) || typeof content === 'string' ? content : JSON.stringify(content),
    );
    const file = await jsonDocument.open(localFile(path));
    return { file, records: () => taken(file.records(file.columns)) };
  };

  it('may be a list of objects, or have one', async () => {
    const rows = [
      { url: 'a', n: 1 },
      { url: 'b', tags: ['x', { y: 1 }] },
    ];
    for (const content of [rows, { info: { a: [{ b: 1 }] }, version: '1', annotations: rows, more: [] }]) {
      const { file, records } = await open('objects.json', content);
      expect(file).toMatchObject({ columns: ['url', 'n', 'tags'], rowCount: null });
      expect(await records()).toEqual(rows);
    }
  });

  it('may be lists that run in parallel', async () => {
    const { file, records } = await open('lists.json', {
      urls: ['a', null, 'c'],
      ids: [1, 2, 3],
      text: ['é', '', 'z'],
    });
    expect(file).toMatchObject({ columns: ['urls', 'ids', 'text'], rowCount: 3 });
    expect(await records()).toEqual([
      { urls: 'a', ids: 1, text: 'é' },
      { urls: null, ids: 2, text: '' },
      { urls: 'c', ids: 3, text: 'z' },
    ]);
    expect(await taken(file.records(['text', 'nothing']))).toEqual([
      { text: 'é' },
      { text: '' },
      { text: 'z' },
    ]);
  });

  it('gives back any objects, and any lists, packed or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          object.filter((row) => Object.keys(row).length > 0),
          { minLength: 1 },
        ),
        async (rows) => {
          expect(await (await open('any.json', { annotations: rows })).records()).toEqual(rows);
          const lists = { 'a.b': rows.map((_, n) => n), c: rows.map((row) => Object.keys(row)[0]) };
          const packed = gzipSync(JSON.stringify(lists));
          expect(await (await open('any.json.gz', packed)).records()).toEqual(
            rows.map((_, n) => ({ 'a.b': n, c: lists.c[n] })),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('keeps the place of what is no object, or no plain value', async () => {
    const { records } = await open('dirty.json', {
      annotations: [null, { url: 'a' }, 'x', [1], { url: 'b' }],
    });
    expect(await records()).toEqual(['malformed', { url: 'a' }, 'malformed', 'malformed', { url: 'b' }]);
    const lists = await open('dirty-lists.json', { urls: ['a', ['b'], 'c'], ids: [1, 2, 3] });
    expect(await lists.records()).toEqual([
      { urls: 'a', ids: 1 },
      { urls: null, ids: 2 },
      { urls: 'c', ids: 3 },
    ]);
  });

  it('refuses rows with bytes that are not UTF-8, and no others', async () => {
    const bad = (text: string) => Buffer.from(text.replaceAll('?', '\u00ff'), 'latin1');
    const objects = await open('bad.json', bad('[{"a":"x"},{"a":"y?"},{"a":"z"}]'));
    expect(await objects.records()).toEqual([{ a: 'x' }, 'bad-encoding', { a: 'z' }]);
    const lists = await open('bad.json', bad('{"a":["x","?"],"b":[1,2]}'));
    expect(await lists.records()).toEqual([{ a: 'x', b: 1 }, 'bad-encoding']);
    // Letters across the chunks in which a file is read.
    const long = [{ a: `${'猫'.repeat(200_000)}` }, { a: 'é' }];
    for (const start of ['', 'x', 'xy']) {
      const text = `[{"start":"${start}"},${JSON.stringify(long).slice(1)}`;
      expect(await (await open('long.json', text)).records()).toEqual([{ start }, ...long]);
    }
    const { records } = await open('good.json', [{ a: 'a real \ufffd' }]);
    expect(await records()).toEqual([{ a: 'a real \ufffd' }]);
  });

  it('keeps every digit of an id', async () => {
    const { records } = await open('ids.json', '[{"id":9223372036854775807}]');
    expect(await records()).toEqual([{ id: 9_223_372_036_854_775_807n }]);
  });

  it('may hold no rows', async () => {
    for (const content of ['[]', '{"info":{},"annotations":[]}']) {
      const { file, records } = await open('none.json', content);
      expect(file).toMatchObject({ columns: [], rowCount: 0 });
      expect(await records()).toEqual([]);
    }
  });

  it.each([
    ['', /it is empty/],
    ['{"a":1}', /it holds no list of rows/],
    ['not JSON', /its JSON is broken/],
    ['{"a":["x","y"]', /its JSON is/],
    ['{"a":["x" "y"]}', /its JSON is broken/],
    ['{"a":["x","y"],"b":[1]}', /its lists are not of one length \(a has 2, b has 1\)/],
    ['[{"a":1},{"a":', /its JSON is/],
  ])('is refused: %j', async (content, reason) => {
    await expect(open('refused.json', content).then(({ records }) => records())).rejects.toEqual(
      unreadable(reason),
    );
  });

  it('is refused where it breaks off after thousands of rows', async () => {
    const text = JSON.stringify(
      Array.from({ length: 20_000 }, (_, n) => ({ url: `https://a.example/${n}` })),
    );
    const { file } = await open('cut.json', text.slice(0, -1000));
    let rows = 0;
    const reading = (async () => {
      for await (const _ of file.records(['url'])) rows++;
    })();
    await expect(reading).rejects.toEqual(unreadable(/'cut\.json' cannot be read: its JSON is/));
    expect(rows).toBeGreaterThan(10_000);
  });
});
