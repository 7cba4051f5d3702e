import type { ServerResponse } from 'node:http';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PICTURE_BOMBS } from '../../scripts/synthetic/bombs/picture-bombs.ts';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { RowLive } from '../../src/api/live.ts';
import { type LiveHome, type LiveIndex, openLiveHome } from '../helpers/live-index.ts';
import { painting } from '../helpers/painting.ts';
import { type Answer, type ScriptedHost, startScriptedHost } from '../helpers/scripted-host.ts';
import { jpeg, rowAt, served, tinted } from './live-answers.ts';

/** Pictures that say more pixels than anybody reads, or have none of what they say. */
const BOMBS = PICTURE_BOMBS.filter(({ name }) => name.includes('pixels'));
const SLOW = Array.from({ length: 8 }, (_, i) => `/slow-${i}`);
const TILES = ['/tile-0', '/tile-1', '/tile-2'];

const moved = (location: string): Answer => ({ status: 302, headers: { location } });

/** Sends a byte now and then, and never ends. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'image/png' });
  const timer = setInterval(() => response.write('x'), 20);
  response.on('close', () => clearInterval(timer));
}

describe('hosts of rows that mean no good, or know no better', () => {
  let [host, slow, inside]: ScriptedHost[] = [];
  let isSlow = false;
  let home: LiveHome;
  let index: LiveIndex;
  let red: Buffer;
  let answer: CheckResult;

  beforeAll(async () => {
    const [green, blue, tile] = await Promise.all([
      tinted(2, [40, 240, 70]),
      tinted(3, [30, 60, 250]),
      painting(4),
    ]);
    red = await tinted(1, [250, 60, 30]);
    const saved = await jpeg(red);
    inside = await startScriptedHost(() => served(red, 'image/png'));
    slow = await startScriptedHost((path) =>
      SLOW.includes(path) ? (isSlow ? drip : { status: 503 }) : undefined,
    );
    const port = inside.host.split(':')[1];
    const answers: Record<string, Answer> = {
      '/png-said-jpeg': served(red, 'image/jpeg'),
      '/jpeg-said-bytes': served(saved, 'application/octet-stream'),
      '/jpeg-said-html': served(saved, 'text/html'),
      '/archive-said-png': served(Buffer.from('PK\u0003\u0004 and more of it'), 'image/png'),
      '/page-said-webp': served(Buffer.from('<html><img src=a></html>'), 'image/webp'),
      '/short': (response) => {
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': red.length });
        response.write(red.subarray(0, 99), () => response.destroy());
      },
      '/to-inside': moved(inside.url('/secret.png')),
      '/to-decimal': moved(`http://2130706433:${port}/secret.png`),
      '/to-metadata': moved('http://169.254.169.254/latest/meta-data'),
      '/to-six': moved(`http://[::ffff:127.0.0.1]:${port}/secret.png`),
      '/to-name': moved(`http://localhost:${port}/secret.png`),
      '/round': moved('/round'),
    };
    for (const [i, { bytes, type }] of BOMBS.entries()) answers[`/bomb-${i}`] = served(bytes(), type);
    for (const [i, path] of TILES.entries()) {
      // One look, and another file each time.
      const file = await sharp(tile)
        .png({ compressionLevel: 3 * i })
        .toBuffer();
      answers[path] = served(file, 'image/png');
    }
    host = await startScriptedHost((path) => answers[path]);
    const rows = Object.keys(answers).map((path) => ({
      picture: [red, green, blue][Math.max(0, TILES.indexOf(path))],
      url: host.url(path),
    }));
    home = await openLiveHome();
    index = await home.lay([...rows, ...SLOW.map((path) => ({ picture: red, url: slow.url(path) }))], {
      FETCH_PRIVATE_HOSTS: `${host.host},${slow.host}`,
      LIVE_COMPARE_ROWS: '50',
      LIVE_COMPARE_MS: '120000',
    });
    answer = await checked();
    expect(answer.live).toEqual({
      state: 'done',
      compared: rows.length + SLOW.length,
      of: rows.length + SLOW.length,
    });
  }, 300_000);
  afterAll(async () => {
    await index?.close();
    await home?.close();
    await Promise.all([host, slow, inside].map((each) => each?.close()));
  });

  async function checked(): Promise<CheckResult> {
    const { checkPicture, recent } = index.trainspot;
    const { id } = await checkPicture(new Uint8Array(red), { limit: 50 });
    return recent.read({ checkId: id, wait: true });
  }
  const told = (path: string): RowLive | null => rowAt(answer, host.url(path)).live;

  it('are found all the same where they serve the picture, whatever they call it', () => {
    expect(answer.verdict.answer).toBe('found');
    const found = answer.matches.map(({ url }) => new URL(url).pathname).toSorted();
    expect(found).toEqual(['/jpeg-said-bytes', '/png-said-jpeg']);
  });

  it.each([
    ['/jpeg-said-html', 'something else than a picture'],
    ['/archive-said-png', 'cannot be compared'],
    ['/page-said-webp', 'cannot be compared'],
    ['/short', 'broke off'],
    ['/round', 'did not give the picture'],
    ...BOMBS.map((_, i): [path: string, words: string] => [`/bomb-${i}`, 'cannot be compared']),
  ])('are told by what was wrong: %s', (path, words) => {
    expect(told(path)?.why).toContain(words);
    expect(told(path)?.state).not.toBe('compared');
  });

  it.each(['/to-inside', '/to-decimal', '/to-metadata', '/to-six', '/to-name'])(
    'lead nobody into a private net: %s',
    (path) => {
      expect(told(path)).toMatchObject({
        state: 'not-compared',
        why: expect.stringContaining('does not lead to the public internet') as string,
      });
      expect(inside.paths).toEqual([]);
    },
  );

  it('that show one tile, saved anew for each row, show none of theirs', () => {
    for (const path of TILES) {
      expect([path, told(path)?.state]).toEqual([path, 'placeholder']);
      expect(told(path)?.why).toContain('one and the same picture in the place of many different ones');
    }
  });

  it('that are slow one after another are let go once the time is over, and told', async () => {
    isSlow = true;
    await index.reopen({ LIVE_COMPARE_MS: '500' });
    const late = await checked();
    expect(late.live.state).toBe('done');
    for (const path of SLOW) {
      expect(rowAt(late, slow.url(path)).live).toMatchObject({
        state: 'not-compared',
        why: expect.stringContaining('No picture came from') as string,
      });
    }
    expect(slow.most()).toBeLessThanOrEqual(2);
    await expect.poll(() => slow.underWay()).toBe(0);
    // What was seen before is known without them.
    expect(late.verdict.answer).toBe('found');
  });
});
