import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notice, NoticeKindInfo } from '../../src/api/notice.ts';
import { noticeKinds } from '../../src/notices/notice.ts';
import { readPdf } from '../helpers/read-pdf.ts';
import { runCli } from '../helpers/run-cli.ts';
import { COMPLETE, MATCH } from '../notices/notice-inputs.ts';

/** What an artist says, as the command takes it. */
function said(kind: string): string[] {
  return Object.entries(COMPLETE[kind]).flatMap(([name, value]) =>
    value === true ? ['--state', name] : ['--field', `${name}=${String(value)}`],
  );
}

describe('trainspot notice', { timeout: 120_000 }, () => {
  let folder: string;
  let answer: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainspot-notice-'));
    answer = join(folder, 'answer.json');
    await writeFile(answer, JSON.stringify({ id: 'x', matches: [MATCH] }));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('lists every kind with what it asks', async () => {
    const { code, stdout } = await runCli(['notice']);
    expect(code).toBe(0);
    for (const { id } of noticeKinds()) expect(stdout).toContain(`${id}: `);
    expect(stdout).toContain('--state goodFaith');
    const listed = JSON.parse((await runCli(['notice', '--json'])).stdout) as NoticeKindInfo[];
    expect(listed).toEqual(noticeKinds());
  });

  it.each<[string, unknown]>([
    ['notice', { id: 'x', matches: [], lookAlikes: [{ ...MATCH, grade: 'look-alike' }] }],
    ['notice', { ...MATCH, grade: 'look-alike' }],
    ['notice', [MATCH, { ...MATCH, grade: 'look-alike' }]],
    ['route', { id: 'x', matches: [], lookAlikes: [{ ...MATCH, grade: 'look-alike' }] }],
    ['route', { ...MATCH, grade: 'look-alike' }],
  ])('%s refuses what only looks similar, and says why', async (command, data) => {
    const file = join(folder, 'similar.json');
    await writeFile(file, JSON.stringify(data));
    const words = command === 'notice' ? ['notice', 'gdpr-erasure'] : [command];
    const { code, stdout, stderr } = await runCli([...words, '--match', file]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/only looks similar.*no ground for a request.*Compare it/);
  });

  it('routes a match, and refuses a grade that is no ground', async () => {
    const { code, stdout } = await runCli(['route', '--match', answer]);
    expect(code).toBe(0);
    expect(stdout).toContain("LAION's form");
    const similar = await runCli(['route', '--url', MATCH.url, '--grade', 'look-alike']);
    expect([similar.code, similar.stderr]).toEqual([2, expect.stringContaining('only looks similar')]);
    const twice = await runCli(['route', '--match', answer, '--url', MATCH.url]);
    expect(twice.code).toBe(2);
  });

  it('writes a letter from an answer of a check, in a language, as text and as PDF', async () => {
    const pdf = join(folder, 'letter.pdf');
    const words = ['notice', 'gdpr-erasure', '--match', answer, '--language', 'de', '--to', 'LAION'];
    const link = ['--link', 'https://laion.ai/dataset-requests/', '--date', '2026-11-24'];
    const { code, stdout, stderr } = await runCli([...words, ...link, ...said('gdpr-erasure')]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(MATCH.rowId);
    expect(stdout).toContain('LAION\nhttps://laion.ai/dataset-requests/\n');
    expect(stdout).toContain('24. November 2026');
    const printed = await runCli([...words, ...link, ...said('gdpr-erasure'), '--pdf', pdf]);
    expect([printed.code, printed.stdout]).toEqual([0, '']);
    expect((await readPdf(await readFile(pdf))).text).toContain(MATCH.rowId);
  });

  it('names what a draft lacks, and makes nothing up', async () => {
    const row = ['--dataset', MATCH.dataset, '--release', MATCH.release, '--row', '7', '--url', MATCH.url];
    const { code, stdout, stderr } = await runCli(['notice', 'dmca', ...row]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/DRAFT, not ready to be sent/);
    for (const field of ['signature', 'goodFaith', 'accuracy', 'authority', 'work']) {
      expect(stderr).toContain(`trainspot: missing: ${field}: `);
    }
    const whole = await runCli(['notice', 'dmca', ...row, ...said('dmca'), '--json']);
    const notice = JSON.parse(whole.stdout) as Notice;
    expect([notice.missing, notice.kind]).toEqual([[], 'dmca']);
    expect(notice.text).toContain('Under penalty of perjury');
  });

  it.each([
    [['poem'], /poem/],
    [['dmca', '--language', 'la'], /--language is 'la'/],
    [['dmca', '--field', 'name'], /it should be like name=Jane Doe/],
    [['dmca', '--field', 'shoe=44'], /has no field 'shoe'/],
    [['dmca', '--dataset', 'wit'], /all four of them/],
    [['dmca', '--match', 'no-such-file.json'], /no file 'no-such-file\.json'/],
    [['dmca', '--link', 'javascript:1'], /'recipient\.link'/],
    [['dmca', '--date', '2026-13-01'], /'date' is '2026-13-01'/],
  ])('ends with 2 for wrong usage: %j', async (words, why) => {
    const { code, stderr, stdout } = await runCli(['notice', ...words]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
  });
});
