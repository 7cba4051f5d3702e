import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import { claimDataFolder } from '../../src/db/data-folder.ts';
import { layDatabase } from '../helpers/databases.ts';
import { startDemoServer, type DemoServer } from '../helpers/demo-server.ts';
import { startFront } from '../helpers/front.ts';
import { runCli } from '../helpers/run-cli.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));
const query = (name: string): string => `${DEMO}queries/${name}.jpg`;
const indexDemo = (dataDir: string): string[] => {
  const [manifest, pictures] = [`${DEMO}manifest.parquet`, `${DEMO}pictures`];
  return ['index', '--dataset', 'demo', '--manifest', manifest, '--pictures', pictures, '--data', dataDir];
};

describe('the command, alone', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'trainspot-command-'));
    await layDatabase(dataDir);
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('indexes once, and adds only what is new the second time', async () => {
    const first = await runCli([...indexDemo(dataDir), '--json']);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      dataset: 'demo',
      rows: 50,
      kept: 50,
      indexed: 50,
      skipped: 0,
      failed: {},
    });
    const again = await runCli([...indexDemo(dataDir), '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ rows: 50, indexed: 0, skipped: 50 });
  });

  it('shows its progress and its counts where a person looks', async () => {
    const { stderr, stdout } = await runCli(indexDemo(dataDir));
    expect(stderr).toMatch(/Indexing demo .*50 of 50 .*\/s/);
    expect(stderr).toContain('50 skipped');
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('answers for each file in its place, and fails when one could not be checked', async () => {
    const broken = join(dataDir, 'broken.jpg');
    await writeFile(broken, 'no picture');
    const files = [query('copy'), broken, query('absent'), join(dataDir, 'missing.jpg')];
    const { code, stdout } = await runCli(['check', ...files, '--json', '--data', dataDir]);
    expect(code).toBe(1);
    const answers = JSON.parse(stdout) as (CheckResult & { error?: { code: string } })[];
    expect(answers.map(({ verdict, error }) => verdict?.answer ?? error?.code)).toEqual([
      'found',
      'picture-unreadable',
      'not-found',
      'picture-missing',
    ]);
  });

  it('takes hundreds of files: ONNX Runtime must not read the command line', async () => {
    const files = Array.from({ length: 700 }, (_, i) => `no-such-folder/missing-picture-${i}.jpg`);
    const { code, stdout } = await runCli(['check', query('copy'), ...files, '--json', '--data', dataDir]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toHaveLength(701);
  });

  it('says the verdict in words', async () => {
    const { code, stdout } = await runCli(['check', query('copy'), query('absent'), '--data', dataDir]);
    expect(code).toBe(0);
    expect(stdout).toContain('Found: a copy of your picture stands 3 times in Trainspot demo set');
    expect(stdout).toContain('version bundled (50 of 50 pictures)');
    expect(stdout).toMatch(/Not searched: .*laion-400m/);
  });

  it('indexes what img2dataset wrote, from the folder beside it', async () => {
    const output = join(dataDir, 'img2dataset');
    await mkdir(join(output, '00000'), { recursive: true });
    await copyFile(`${DEMO}pictures/demo-004.jpg`, join(output, '00000', '000000000.jpg'));
    const text = (name: string, data: (string | null)[]) => ({
      name,
      data,
      type: 'STRING' as const,
      nullable: true,
    });
    const columnData = [
      text('url', ['https://a.example/1.jpg', 'https://a.example/2.jpg']),
      text('key', ['000000000', '000000001']),
      text('caption', ['one', 'two']),
      text('status', ['success', 'failed_to_download']),
      text('error_message', [null, 'HTTP Error 404']),
    ];
    await writeFile(join(output, '00000.parquet'), new Uint8Array(parquetWriteBuffer({ columnData })));
    const { stdout } = await runCli([
      'index',
      '--dataset',
      'mine',
      '--manifest',
      output,
      '--data',
      dataDir,
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      dataset: 'mine',
      rows: 2,
      indexed: 1,
      failed: { 'not-in-folder': 1 },
    });
    const { stdout: answer } = await runCli([
      'check',
      `${DEMO}pictures/demo-004.jpg`,
      '--json',
      '--data',
      dataDir,
    ]);
    const [{ matches }] = JSON.parse(answer) as CheckResult[];
    expect(matches.map(({ dataset, grade }) => `${dataset} ${grade}`).toSorted()).toEqual([
      'demo identical',
      'mine identical',
    ]);
  });

  it('is told the dataset by its manifest, or asks for it', async () => {
    const manifest = join(dataDir, 'rows.tsv');
    await writeFile(
      manifest,
      'https://a.example/demo-004.jpg\ta "drawing\nno address\tx\nhttps://a.example/\n',
    );
    const words = ['index', '--pictures', `${DEMO}pictures`, '--data', dataDir, '--json', '--manifest'];
    const { stdout } = await runCli([...words, manifest]);
    expect(JSON.parse(stdout)).toMatchObject({
      dataset: 'cc12m',
      release: '2021',
      format: 'cc12m',
      rows: 3,
      indexed: 1,
      refused: { 'bad-url': 1, malformed: 1 },
    });
    const { code, stderr } = await runCli([...words, `${DEMO}manifest.parquet`]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^trainspot: The manifest may be of laion-400m or .*--dataset laion-400m\.$/m);
  });

  it('searches only the datasets it is told to', async () => {
    const words = ['check', query('copy'), '--json', '--data', dataDir, '--datasets', 'mine'];
    const [{ verdict, coverage, notSearched }] = JSON.parse((await runCli(words)).stdout) as CheckResult[];
    expect(verdict.answer).toBe('not-found');
    expect(coverage.map(({ dataset }) => dataset)).toEqual(['mine']);
    expect(notSearched).toContainEqual({ dataset: 'demo', why: 'The request left it out.' });
  });

  it('says that an index is damaged, and how to mend it; then it is mended so', async () => {
    const segments = join(dataDir, 'segments');
    for (const id of await readdir(segments)) await writeFile(join(segments, id, 'rows.u64'), 'damaged!');
    const damaged = await runCli(['check', query('copy'), '--data', dataDir]);
    expect(damaged.code).toBe(1);
    expect(damaged.stderr).toMatch(/Segment .* cannot be used.*--rebuild/);

    const again = await runCli([...indexDemo(dataDir), '--json', '--rebuild']);
    expect(JSON.parse(again.stdout)).toMatchObject({ rows: 50, indexed: 50, skipped: 0 });
    const { stdout } = await runCli(['check', query('copy'), '--json', '--data', dataDir]);
    const [{ verdict, notSearched }] = JSON.parse(stdout) as CheckResult[];
    expect(verdict.answer).toBe('found');
    expect(notSearched.find(({ dataset }) => dataset === 'mine')?.why).toContain('cannot be opened');
  });

  it.each([
    [['chekc']],
    [['index', '--dataset', 'demo']],
    [['check']],
    [['index', '--dataset', 'demo', '--manifest', 'x.parquet', '--colour']],
  ])('ends with 2 for wrong usage: %j', async (words) => {
    const { code, stderr } = await runCli(words);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^(error|trainspot): /);
  });

  it('ends with 2 and the name of a setting that is wrong', async () => {
    const { code, stderr } = await runCli(['datasets', '--data', dataDir], { PORT: 'eighty' });
    expect(code).toBe(2);
    expect(stderr).toContain("PORT (port to listen on; 0 takes a free one): 'eighty'");
  });

  it('ends with 1 and a plain reason for what it cannot read', async () => {
    const notParquet = join(dataDir, 'rows.parquet');
    await writeFile(notParquet, 'SAMPLE_ID,URL\n1,https://a.example/1.jpg\n');
    const { code, stderr } = await runCli([
      'index',
      '--dataset',
      'x',
      '--manifest',
      notParquet,
      '--data',
      dataDir,
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^trainspot: .*rows\.parquet/m);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('lists the models and names what is not pulled', async () => {
    const { stdout } = await runCli(['models', 'list', '--data', dataDir]);
    expect(stdout).toMatch(/^pocket\s+bundled\s+256-d/m);
    expect(stdout).toMatch(/^Xenova\/clip-vit-base-patch32\s+not pulled\s+512-d/m);
    expect(stdout).toMatch(/^Xenova\/clip-vit-large-patch14\s+not pulled\s+768-d/m);
  });
});

describe('the command beside a running server', () => {
  let server: DemoServer;
  beforeAll(async () => {
    server = await startDemoServer();
  });
  afterAll(async () => {
    await server?.stop();
  });

  it('checks through the server, with the same answer as the server', async () => {
    const { code, stdout } = await runCli(['check', query('copy'), '--json', '--data', server.dataDir]);
    expect(code).toBe(0);
    const [answer] = JSON.parse(stdout) as CheckResult[];
    const form = new FormData();
    form.append('picture', new Blob([new Uint8Array(await readFile(query('copy')))]), 'copy.jpg');
    const response = await fetch(`${server.address}/v1/checks`, { method: 'POST', body: form });
    const direct = (await response.json()) as CheckResult;
    expect({ ...answer, id: '' }).toEqual({ ...direct, id: '' });
  });

  it('waits as long as a server asks for that limits the rate', async () => {
    const askedMs: number[] = [];
    const front = await startFront(server.address, () => {
      askedMs.push(performance.now());
      return askedMs.length === 2 ? { code: 'rate-limited', retryAfterSeconds: 1 } : null;
    });
    const dataDir = await mkdtemp(join(tmpdir(), 'trainspot-limited-'));
    const claim = await claimDataFolder(dataDir);
    await claim.announce(front.url(''));
    try {
      const files = [query('copy'), query('absent'), query('edited')];
      const { code, stdout } = await runCli(['check', ...files, '--json', '--data', dataDir]);
      expect(code).toBe(0);
      expect((JSON.parse(stdout) as CheckResult[]).map(({ verdict }) => verdict.answer)).toEqual([
        'found',
        'not-found',
        'found',
      ]);
      expect(askedMs).toHaveLength(4);
      // The other pictures are asked for meanwhile; the one that was refused comes last.
      expect(askedMs[3] - askedMs[1]).toBeGreaterThanOrEqual(990);
    } finally {
      await claim.release();
      await front.close();
      await rm(dataDir, { recursive: true });
    }
  });

  it('adds by the server’s database, which it does not open itself', async () => {
    const { code, stdout, stderr } = await runCli(indexDemo(server.dataDir));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dataset: 'demo', rows: 50, skipped: 50 });
    expect(stderr).toContain('50 skipped');
  });

  it('asks the server what it searches', async () => {
    const { stdout } = await runCli(['datasets', '--json', '--data', server.dataDir]);
    expect((JSON.parse(stdout) as { searched: object[] }).searched).toMatchObject([
      { dataset: 'demo', rowsIndexed: 50 },
    ]);
  });
});
