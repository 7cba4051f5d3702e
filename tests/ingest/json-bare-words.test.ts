import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localFile } from '../../src/ingest/inputs/local.ts';
import { withoutBareWords } from '../../src/ingest/manifest/containers/json-bare-words.ts';
import { jsonDocument, jsonLines } from '../../src/ingest/manifest/containers/json-lines.ts';
import { chunked, cuts, taken } from './chunks.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-bare-words-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('NaN', '"NaN', '\\', '\\"', 'Infinity', 'NaN,-Infinity', '\\\\"Infinity'),
);

describe.each([
  ['lines', jsonLines, (records: readonly string[]) => records.join('\n')],
  ['a list', jsonDocument, (records: readonly string[]) => `[${records.join(',\n')}]`],
  [
    'a list in an object',
    jsonDocument,
    (records: readonly string[]) => `{"of":NaN,"rows":[${records.join()}]}`,
  ],
] as const)('NaN and Infinity in JSON of %s', (kind, container, written) => {
  async function read(records: readonly string[]) {
    const path = join(folder, 'rows.json');
    await writeFile(path, written(records));
    return taken((await container.open(localFile(path))).records([]));
  }

  it('are numbers that are none, and texts are left alone', async () => {
    expect(
      await read([
        '{"a": NaN, "b": [Infinity, -Infinity, 1], "id": 12345678901234567890}',
        String.raw`{"a": "NaN, \"Infinity\"", "b": NaN}`,
        '{"NaN": NaN}',
      ]),
    ).toEqual([
      { a: null, b: [Infinity, -Infinity, 1], id: 12_345_678_901_234_567_890n },
      { a: 'NaN, "Infinity"', b: null },
      { NaN: null },
    ]);
  });

  it.each(['{"a": NaN5}', '{NaN: 1}', '{"a": Nan}', '{"a": +Infinity}'])(
    'are nothing else: %s',
    async (record) => {
      const found = await read(['{"a": NaN}', record]).catch((error: Error) => error.message);
      if (kind === 'lines') expect(found).toEqual([{ a: null }, 'malformed']);
      else expect(found).toMatch(/its JSON is broken/);
    },
  );

  it('stand beside any text and number', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.maxSafeInteger(), async (text, number) => {
        const whole = Object.is(number, -0) ? 0 : number;
        expect(await read([`{"a":${JSON.stringify(text)},"none":NaN,"b":${whole}}`])).toEqual([
          { a: text, none: null, b: whole },
        ]);
      }),
      { numRuns: 50 },
    );
  });
});

it('a document with bare words is the same however its bytes arrive', async () => {
  const part = fc.oneof(
    anyText.map((text) => JSON.stringify(text)),
    fc.constantFrom('NaN', 'Infinity', '-Infinity'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part), cuts, async (parts, at) => {
      const bytes = Buffer.from(`[${parts.join(',')}]`);
      const found = Buffer.concat(await taken(withoutBareWords(chunked(bytes, at))));
      const plain = { NaN: 'null', Infinity: '1e999', '-Infinity': '-1e999' } as Record<string, string>;
      expect(found.toString()).toBe(`[${parts.map((each) => plain[each] ?? each).join(',')}]`);
    }),
    { numRuns: 300 },
  );
});
