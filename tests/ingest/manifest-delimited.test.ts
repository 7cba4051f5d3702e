import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localFile } from '../../src/ingest/inputs/local.ts';
import { delimitedRecords, type Dialect } from '../../src/ingest/manifest/containers/delimited-records.ts';
import { commaSeparated } from '../../src/ingest/manifest/containers/delimited.ts';
import { MAX_LINE_BYTES } from '../../src/ingest/manifest/containers/lines.ts';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { chunked, cuts, taken } from './chunks.ts';
import { readAll } from './parquet-files.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-text-'));
});

afterAll(() => rm(folder, { recursive: true }));

const CSV: Dialect = { delimiter: ',', quoted: true, fieldCount: 2 };

const TSV: Dialect = { delimiter: '\t', quoted: false, fieldCount: 2 };

const read = (text: string | Buffer, dialect: Dialect) =>
  taken(delimitedRecords(chunked(Buffer.from(text), []), dialect));

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

const letter = fc.oneof(
  fc.constantFrom('"', ',', '\n', '\r', '\t', ' ', 'é', '猫'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);

/** A byte order mark at a file's start is no text. */
const anyText = fc.string({ unit: letter }).filter((text) => !text.startsWith('\ufeff'));

describe('comma-separated text', () => {
  it('gives back any text in quotes, however its bytes are cut', async () => {
    const file = fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        cuts,
        async (rows, end, ended, at) => {
          const text = rows.map((row) => row.map(quoted).join(',')).join(end) + (ended ? end : '');
          expect(await taken(delimitedRecords(chunked(Buffer.from(text), at), CSV))).toEqual(rows);
        },
      ),
    );
  });

  it('gives the same records of any bytes, however they are cut', async () => {
    const bytes = fc.array(fc.constantFrom(...Buffer.from('ab",\n\r'), 0xc3, 0xa9, 0xff), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(bytes, cuts, async (values, at) => {
        const whole = await taken(delimitedRecords(chunked(Buffer.from(values), []), CSV));
        expect(await taken(delimitedRecords(chunked(Buffer.from(values), at), CSV))).toEqual(whole);
      }),
    );
  });

  it('refuses the line with a broken quote, and no other', async () => {
    const broken = ['a,"b', 'a,"b"c', '"a,b', 'a,"b""'];
    for (const line of broken) {
      expect(await read(`x,1\n${line}\ny,2\n"z ""q""",3\n`, CSV)).toEqual([
        ['x', '1'],
        'malformed',
        ['y', '2'],
        ['z "q"', '3'],
      ]);
    }
    expect(await read('x,1\ny,"2\n', CSV)).toEqual([['x', '1'], 'malformed']);
  });

  it('takes a quotation mark inside a field for a letter', async () => {
    expect(await read('12" print,a "b" c\n', CSV)).toEqual([['12" print', 'a "b" c']]);
  });

  it('refuses what has too few or too many fields', async () => {
    expect(await read('a\nb,c,d\n,\ne,f', CSV)).toEqual(['malformed', 'malformed', ['', ''], ['e', 'f']]);
    // The line break in quotes may be a field's, or the quote a broken one: both lines are looked at.
    expect(await read('a,b,"c\nd"\ne,f', CSV)).toEqual(['malformed', 'malformed', ['e', 'f']]);
  });

  it('gives up a quote that is never closed, without losing what follows', async () => {
    const rows = Array.from({ length: 1000 }, (_, n) => `row ${n},x`);
    const records = await read(['a,"open', ...rows].join('\n'), CSV);
    expect(records[0]).toBe('malformed');
    expect(records.slice(1)).toEqual(rows.map((row) => row.split(',')));
  });

  it('refuses bytes that are not UTF-8, also on a second line', async () => {
    const bad = Buffer.from([0x61, 0xff, 0x2c, 0x62, 0x0a]);
    expect(await read(Buffer.concat([bad, Buffer.from('é,\ufffd\n')]), CSV)).toEqual([
      'bad-encoding',
      ['é', '\ufffd'],
    ]);
    const second = Buffer.concat([Buffer.from('a,"b\n'), Buffer.from([0xff]), Buffer.from('"\nc,d')]);
    expect(await read(second, CSV)).toEqual(['bad-encoding', ['c', 'd']]);
  });
});

describe('lines', () => {
  const ends = fc.constantFrom('\n', '\r\n', '\r', '\r\r\n');
  const blank = fc.constantFrom('', '  ', '\t');
  const cell = fc.oneof(
    anyText,
    fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a', ' '), maxLength: 6 }),
  );
  /** As every writer of CSV does: what would end a field or a line is in quotes. */
  const written = (text: string, always: boolean) =>
    always || /[",\r\n]/.test(text) || text.trim() === '' ? quoted(text) : text;

  /** Where ends of all kinds are mixed, one in quotes beside one that ends a row alone may be either. */
  const onOneLine = (text: string) => text.replaceAll(/[\r\n]/g, ' ');
  const table = (mixed: boolean) =>
    fc.integer({ min: 1, max: 3 }).chain((width) =>
      fc.record({
        rows: fc.array(
          fc.record({
            cells: fc.array(fc.tuple(mixed ? cell.map(onOneLine) : cell, fc.boolean()), {
              minLength: width,
              maxLength: width,
            }),
            end: ends,
            blanks: fc.array(mixed ? fc.constant('') : blank, { maxLength: 2 }),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        end: mixed ? fc.constant(null) : ends,
        before: fc.array(blank, { maxLength: 2 }),
        isEnded: fc.boolean(),
      }),
    );

  it.each([
    ['one end', false],
    ['ends of all kinds', true],
  ])(
    'give back any table, with %s, blank ones among them, however it is quoted and cut',
    async (_, mixed) => {
      await fc.assert(
        fc.asyncProperty(table(mixed), cuts, async ({ rows, end, before, isEnded }, at) => {
          const width = rows[0].cells.length;
          const header = Array.from({ length: width }, (__, n) => `column ${n}`);
          const lines = [
            ...before.map((text) => [text, end ?? rows[0].end]),
            [header.join(','), end ?? rows[0].end],
            ...rows.flatMap(({ cells, end: own, blanks }) =>
              [cells.map(([text, always]) => written(text, always)).join(','), ...blanks].map((text) => [
                text,
                end ?? own,
              ]),
            ),
          ];
          const text = lines
            .map(([line, lineEnd], n) => line + (isEnded || n < lines.length - 1 ? lineEnd : ''))
            .join('');
          const path = join(folder, 'any.csv');
          await writeFile(path, text);
          const file = await commaSeparated.open(localFile(path), header);
          expect(file.columns).toEqual(header);
          const records = await taken(file.records(header));
          expect(records.map((record) => Object.values(record))).toEqual(
            rows.map(({ cells }) => cells.map(([each]) => each)),
          );
          const dialect = { delimiter: ',', quoted: true, fieldCount: width, atReturns: true };
          const whole = await taken(delimitedRecords(chunked(Buffer.from(text), []), dialect));
          expect(await taken(delimitedRecords(chunked(Buffer.from(text), at), dialect))).toEqual(whole);
        }),
      );
    },
  );

  const rowsOf = async (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    await writeFile(path, content);
    const manifest = await openManifest(path, { columns: 'url=url,caption=caption' });
    const { rows } = await readAll(manifest);
    return rows.map((row) => ('url' in row ? [row.rowId, row.url.slice(-1), row.caption] : row.refused));
  };
  const address = (n: number) => `https://a.example/${n}`;

  it.each([
    ['old Macintosh', 'url,caption\rU1,x\rU2,y\r'],
    ['old Macintosh, tabs', 'url\tcaption\rU1\tx\rU2\ty\r'],
    ['old Macintosh, semicolons and blanks', '\rurl;caption\r\rU1;x\r  \rU2;y'],
    ['blank ones', 'url,caption\n\nU1,x\n\n   \n\t\nU2,y\n\n'],
    ['blank ones of Windows', '\r\nurl,caption\r\n\r\nU1,x\r\n\r\nU2,y\r\n'],
    ['a Windows file that was written over', 'url,caption\r\r\nU1,x\r\r\nU2,y\r\r\n'],
    ['several systems', 'url,caption\nU1,x\rU2,y\r\n'],
    ['several systems, the old Macintosh first', 'url,caption\rU1,x\nU2,y\r\n'],
    ['a mark at the start and blanks', '\ufeff\n\nurl,caption\nU1,x\nU2,y\n'],
  ])('are those of two rows, whatever ends them: %s', async (_, text) => {
    const content = text.replaceAll(/U(\d)/g, (__, n: string) => address(Number(n)));
    const two = [
      ['0', '1', 'x'],
      ['1', '2', 'y'],
    ];
    expect(await rowsOf('two.csv', content)).toEqual(two);
    expect(await rowsOf('two-packed.csv', gzipSync(content))).toEqual(two);
    if (content.includes('url\t')) expect(await rowsOf('two.tsv', content)).toEqual(two);
  });

  it('leave a carriage return in a caption where a newline ends the others', async () => {
    // As pandas before Python 3.13 writes it, without quotes.
    const text = `url,caption\n${address(1)},one\rtwo\n${address(2)},"three\rfour\r\nfive"\n`;
    expect(await rowsOf('returns.csv', text)).toEqual([
      ['0', '1', 'one\rtwo'],
      ['1', '2', 'three\rfour\r\nfive'],
    ]);
    expect(await rowsOf('quoted.csv', `url,caption\r${address(1)},"one\rtwo\nthree"\r`)).toEqual([
      ['0', '1', 'one\rtwo\nthree'],
    ]);
  });

  it('of empty fields are rows', async () => {
    expect(await rowsOf('empty.tsv', `url\tcaption\n\t\n${address(1)}\t\n`)).toEqual([
      'bad-url',
      ['1', '1', null],
    ]);
    expect(await rowsOf('empty.csv', `url,caption\n"",""\n,\n`)).toEqual(['bad-url', 'bad-url']);
  });

  it('that are none but the header are said', async () => {
    for (const text of ['url,caption', 'url,caption\r', 'url,caption\r\n\r\n']) {
      const path = join(folder, 'header.csv');
      await writeFile(path, text);
      expect(await openManifest(path, { format: 'generic' })).toMatchObject({
        rowCount: 0,
        notes: ["There is no row in 'header.csv'."],
      });
    }
  });

  it('have no more of a line that never ends in memory, whatever ends it', async () => {
    async function* chunks() {
      yield Buffer.from('a,b\r');
      for (let n = 0; n < 40; n++) yield Buffer.alloc(MAX_LINE_BYTES / 4, 'x');
      yield Buffer.from('\rc,d\r');
    }
    const dialect = { ...CSV, atReturns: true };
    expect(await taken(delimitedRecords(chunks(), dialect))).toEqual([['a', 'b'], 'too-long', ['c', 'd']]);
  });
});

describe('tab-separated text without a header', () => {
  it('gives back any text without tabs and line breaks, however its bytes are cut', async () => {
    const field = anyText.map((text) => text.replaceAll(/[\t\n\r]/g, ' '));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, field), { minLength: 1 }), cuts, async (rows, at) => {
        const text = rows.map((row) => `${row.join('\t')}\n`).join('');
        expect(await taken(delimitedRecords(chunked(Buffer.from(text), at), TSV))).toEqual(rows);
      }),
    );
  });

  it('takes a quotation mark for a letter', async () => {
    expect(await read('"a\thttps://a.example/\n"b" c"\td"\r\n', TSV)).toEqual([
      ['"a', 'https://a.example/'],
      ['"b" c"', 'd"'],
    ]);
  });

  it('refuses a line of megabytes, holding none of it', async () => {
    async function* chunks() {
      yield Buffer.from('a\tb\n');
      for (let n = 0; n < 40; n++) yield Buffer.alloc(MAX_LINE_BYTES / 4, 'x');
      yield Buffer.from('\nc\td\n');
    }
    expect(await taken(delimitedRecords(chunks(), TSV))).toEqual([['a', 'b'], 'too-long', ['c', 'd']]);
    const longest = `${'x'.repeat(MAX_LINE_BYTES - 2)}\ty`;
    expect((await read(`${longest}\n`, TSV))[0]).toHaveLength(2);
    expect(await read(`${longest}z`, TSV)).toEqual(['too-long']);
  });
});
