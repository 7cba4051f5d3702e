import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceFindings, EvidenceMatch } from '../../src/evidence/findings.ts';
import { filesByHeaders } from '../../src/evidence/read-archive.ts';
import { newDemoFolder } from '../helpers/demo-server.ts';
import { runCli } from '../helpers/run-cli.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));
const COPY = `${DEMO}queries/copy.jpg`;

describe('evidence by the command', () => {
  let folder: string;
  let data: string[];
  let pack: string;
  beforeAll(async () => {
    folder = await newDemoFolder();
    data = ['--data', folder];
    pack = join(folder, 'mine.zip');
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is written with a check: what was searched, with what, and every row whole', async () => {
    const { code, stdout } = await runCli(['check', COPY, '--evidence', pack, ...data]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/Evidence: .*mine\.zip, \d+ bytes[\s\S]*sha256 [0-9a-f]{64}/),
    ]);
    const files = new Map(
      filesByHeaders(await readFile(pack)).map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]),
    );
    const check = JSON.parse(files.get('check.json')!) as EvidenceFindings;
    expect(check.software).toMatchObject({
      name: 'Trainspot',
      build: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(check.software.buildFiles).toBeGreaterThan(50);
    expect(check.coverage).toMatchObject([{ dataset: 'demo', rowsIndexed: 50 }]);
    expect(check.models).toMatchObject([{ name: 'pocket' }]);
    for (const { sha256 } of check.models[0].files) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const [{ segments }] = check.indexes;
    expect(segments.reduce((sum, { rows }) => sum + rows, 0)).toBe(50);
    for (const { checksum, files: parts } of segments) {
      expect(checksum).toMatch(/^[0-9a-f]{64}$/);
      expect(parts.length).toBeGreaterThan(2);
    }
    const match = JSON.parse(files.get('matches/0001.json')!) as EvidenceMatch;
    expect(match).toMatchObject({ grade: 'copy', precision: { grade: 'copy' } });
    expect(match.row.url).toContain('://');
    expect(match.row.fileSha256).toMatch(/^[0-9a-f]{64}$/);
    // The demo's addresses are made up: nobody has them.
    expect(['no-answer', 'not-asked']).toContain(match.link.outcome);
    expect([...files.values()].join('')).not.toContain(COPY);
  }, 300_000);

  it('is verified without a network, and a changed byte is named', async () => {
    const whole = await runCli(['evidence', 'verify', pack, '--json']);
    expect(whole.code).toBe(0);
    const { sha256 } = JSON.parse(whole.stdout) as { sha256: string };
    expect((await runCli(['evidence', 'verify', pack, '--sha256', sha256])).stdout).toContain(
      'The pack holds',
    );
    const bytes = await readFile(pack);
    const at = bytes.indexOf('copy of your picture');
    bytes[at] ^= 1;
    const changed = join(folder, 'changed.zip');
    await writeFile(changed, bytes);
    const { code, stdout } = await runCli(['evidence', 'verify', changed, '--sha256', sha256]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/does not hold[\s\S]*not the pack that was noted[\s\S]*report\.html was changed/);
  }, 300_000);

  it.each([
    [['check', COPY, COPY, '--evidence', 'x.zip'], /takes one picture; 2 were named/],
    [['evidence', 'verify', 'no-such-file.zip'], /no-such-file\.zip cannot be read/],
    [['evidence', 'verify', COPY, '--sha256', 'abc'], /64 hex digits; it has 3/],
  ])('says what is wrong with %j', async (words, said) => {
    const { code, stderr } = await runCli([...words, ...data]);
    expect(code).toBe(2);
    expect(stderr).toMatch(said);
  });
});
