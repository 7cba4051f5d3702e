import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matchesIn } from '../../src/cli/match-file.ts';
import { RESULT } from '../http/answers.ts';
import { aMatch, LOOK_ALIKES } from '../web/rows.ts';

const copy = aMatch({ grade: 'copy', rowId: '1' });
const part = aMatch({ grade: 'part', rowId: '2' });

describe('a file of matches', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainspot-matches-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function rowsIn(data: unknown): Promise<string[]> {
    const file = join(folder, 'answer.json');
    await writeFile(file, JSON.stringify(data));
    return (await matchesIn(file)).map(({ rowId }) => rowId);
  }

  it('of an answer are those that were found, and no part among them', async () => {
    expect(await rowsIn({ ...RESULT, matches: [copy], parts: [part], lookAlikes: LOOK_ALIKES })).toEqual([
      '1',
    ]);
  });

  it('of an answer that found nothing are those that hold a part', async () => {
    expect(await rowsIn({ ...RESULT, matches: [], parts: [part], lookAlikes: LOOK_ALIKES })).toEqual(['2']);
    expect(await rowsIn([{ ...RESULT, matches: [], parts: [part] }])).toEqual(['2']);
  });

  it('may name a part by itself, and an answer of an earlier version has none', async () => {
    expect(await rowsIn(part)).toEqual(['2']);
    const { parts: _, ...earlier } = RESULT;
    expect(await rowsIn({ ...earlier, matches: [copy] })).toEqual(['1']);
    await expect(rowsIn({ ...earlier, matches: [], lookAlikes: LOOK_ALIKES })).rejects.toThrow(/look-alike/);
  });
});
