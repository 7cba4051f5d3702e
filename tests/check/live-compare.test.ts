import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { Match } from '../../src/api/match.ts';
import { dayOf } from '../../src/core/calendar-day.ts';
import { type LiveHome, type LiveIndex, type LiveRow, openLiveHome } from '../helpers/live-index.ts';
import { type Answer, type ScriptedHost, startScriptedHost } from '../helpers/scripted-host.ts';
import { jpeg, rowAt, served, tinted } from './live-answers.ts';

describe('rows of published vectors, compared with their live pictures', () => {
  let [red, green, blue, tile]: Buffer[] = [];
  let hosts: ScriptedHost[] = [];
  let home: LiveHome;
  let index: LiveIndex | null = null;
  beforeAll(async () => {
    home = await openLiveHome();
    [red, green, blue, tile] = await Promise.all([
      tinted(1, [250, 60, 30]),
      tinted(2, [40, 240, 70]),
      tinted(3, [30, 60, 250]),
      tinted(4, [160, 160, 60]),
    ]);
  });
  afterAll(() => home?.close());
  afterEach(async () => {
    await index?.close();
    await Promise.all(hosts.map((host) => host.close()));
    [index, hosts] = [null, []];
  });

  async function serve(script: Parameters<typeof startScriptedHost>[0]): Promise<ScriptedHost> {
    const host = await startScriptedHost(script);
    hosts.push(host);
    return host;
  }

  async function lay(rows: readonly LiveRow[], environment: Record<string, string> = {}): Promise<LiveIndex> {
    const list = hosts.map(({ host }) => host).join(',');
    return (index = await home.lay(rows, { FETCH_PRIVATE_HOSTS: list, ...environment }));
  }

  /** The answer once nothing is looked at any more. */
  async function checked(picture: Uint8Array, { trainspot } = index!): Promise<CheckResult> {
    const { id } = await trainspot.checkPicture(new Uint8Array(picture), {});
    return trainspot.recent.read({ checkId: id, wait: true });
  }

  it('are found where the picture stands, though the index has nothing but a vector; others are ruled out', async () => {
    const saved = await jpeg(red);
    const host = await serve(
      (path) => ({ '/red': served(saved), '/green': served(green, 'image/png') })[path],
    );
    await lay([
      { picture: red, url: host.url('/red') },
      { picture: green, url: host.url('/green') },
    ]);
    const { trainspot } = index!;
    const first = await trainspot.checkPicture(new Uint8Array(red), {});
    expect(first.live).toEqual({ state: 'running', compared: 0, of: 2 });
    expect(first.matches).toEqual([]);
    expect(first.lookAlikes.map(({ live }) => live?.state)).toEqual(['comparing', 'comparing']);
    // Its vector alone says that it may be there.
    expect(first.verdict.answer).toBe('possibly');
    expect(first.verdict.sentence).toContain('being compared');

    const last = await trainspot.recent.read({ checkId: first.id, wait: true });
    expect(last.live).toEqual({ state: 'done', compared: 2, of: 2 });
    expect(last.verdict.answer).toBe('found');
    expect(last.matches).toHaveLength(1);
    expect(last.matches[0]).toMatchObject({ grade: 'edited', url: host.url('/red'), n: 0, compared: true });
    expect(last.matches[0].channels.length).toBeGreaterThan(0);
    expect(last.matches[0].live).toMatchObject({
      state: 'compared',
      why: null,
      archive: null,
      deadSince: null,
    });
    expect(rowAt(last, host.url('/green'))).toMatchObject({ grade: 'look-alike', compared: true });
    // Its number is that of the first answer, whatever list it stands in.
    expect(first.lookAlikes.find(({ n }) => n === last.matches[0].n)?.url).toBe(host.url('/red'));
  });

  it('are found at once by the next check, which asks nobody: what was seen is kept', async () => {
    const host = await serve((path) => (path === '/red' ? served(red, 'image/png') : undefined));
    await lay([{ picture: red, url: host.url('/red') }]);
    expect((await checked(await jpeg(red))).verdict.answer).toBe('found');
    const asked = host.paths.length;
    const again = await index!.trainspot.checkPicture(new Uint8Array(red), {});
    expect(again.verdict.answer).toBe('found');
    expect(again.matches[0]).toMatchObject({ grade: 'identical', url: host.url('/red') });
    expect(again.live).toEqual({ state: 'done', compared: 0, of: 0 });
    expect(host.paths).toHaveLength(asked);
  });

  it('are asked for once by checks that look at them in the same moment', async () => {
    const waiting: (() => void)[] = [];
    const host = await serve((path) =>
      path === '/red'
        ? (response) => {
            waiting.push(() => response.writeHead(200, { 'content-type': 'image/png' }).end(red));
            if (follow === null) follow = start();
            else waiting[0]();
          }
        : undefined,
    );
    await lay([{ picture: red, url: host.url('/red') }]);
    const { trainspot } = index!;
    const start = async (): Promise<CheckResult> => {
      const { id, live } = await trainspot.checkPicture(new Uint8Array(await jpeg(red)), {});
      expect(live).toEqual({ state: 'running', compared: 0, of: 1 });
      // Its look began before this answer came.
      waiting[0]();
      return trainspot.recent.read({ checkId: id, wait: true });
    };
    let follow: Promise<CheckResult> | null = null;
    expect((await checked(red)).verdict.answer).toBe('found');
    expect((await follow!).verdict.answer).toBe('found');
    expect(host.paths.filter((path) => path === '/red')).toHaveLength(1);
  });

  it('tell nothing to a host but that somebody looks at an address', async () => {
    const host = await serve((path) => (path === '/red?size=big' ? served(red, 'image/png') : undefined));
    await lay([{ picture: red, url: host.url('/red?size=big') }]);
    expect((await checked(await jpeg(red))).verdict.answer).toBe('found');
    expect(host.paths).toEqual(['/robots.txt', '/.well-known/tdmrep.json', '/red?size=big']);
    for (const headers of host.requests) {
      expect(Object.keys(headers).toSorted()).toEqual(
        ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'].toSorted(),
      );
    }
  });

  it('say why not, each in words, and the answer comes in time whatever hosts do', async () => {
    const page = '<!doctype html><title>Gone</title>';
    const host = await serve(
      (path) =>
        ({
          '/gone': { status: 410 },
          '/page': served(Buffer.from(page), 'text/html'),
          '/liar': served(Buffer.from(page), 'image/jpeg'),
          '/empty': served(new Uint8Array(0)),
          '/inside': { status: 302, headers: { location: 'http://10.0.0.1/picture.jpg' } },
          '/mine': { headers: { 'x-robots-tag': 'noai' }, body: red },
          '/silent': () => {},
          '/busy': { status: 503 },
        })[path] as Answer | undefined,
    );
    const shy = await serve((path) =>
      path === '/robots.txt' ? { body: 'User-agent: *\nDisallow: /' } : served(red),
    );
    const mute = await serve(() => () => {});
    const gone = await startScriptedHost(() => undefined);
    await gone.close();
    const paths = ['/gone', '/page', '/liar', '/empty', '/inside', '/mine', '/silent', '/busy', '/404'];
    const urls = [...paths.map((path) => host.url(path)), shy.url('/a'), mute.url('/a'), gone.url('/a')];
    const list = [...hosts, gone].map((each) => each.host).join(',');
    await lay(
      urls.map((url) => ({ picture: red, url })),
      { FETCH_PRIVATE_HOSTS: list, LIVE_COMPARE_MS: '1500' },
    );
    const answer = await checked(red);
    expect(answer.live).toEqual({ state: 'done', compared: 12, of: 12 });
    expect(answer.verdict.answer).toBe('possibly');
    const told = (url: string): Match['live'] => rowAt(answer, url).live;
    const today = dayOf(new Date());
    for (const url of [host.url('/gone'), host.url('/404'), gone.url('/a')]) {
      expect(told(url), url).toMatchObject({
        state: 'dead',
        deadSince: today,
        archive: `https://web.archive.org/web/*/${url}`,
      });
      expect(told(url)?.proof).toContain('archived copy');
    }
    const why = (path: string): string | null | undefined => told(host.url(path))?.why;
    expect(why('/gone')).toContain('answered 410');
    expect(why('/page')).toContain('something else than a picture');
    expect(why('/liar')).toContain('cannot be compared');
    expect(why('/empty')).toContain('cannot be compared');
    expect(why('/inside')).toContain('does not lead to the public internet');
    expect(why('/mine')).toContain('reserves this picture');
    expect(why('/silent')).toContain('No picture came from 127.0.0.1');
    expect(why('/busy')).toContain('answered 503');
    expect(told(shy.url('/a'))?.why).toContain('robots.txt');
    expect(shy.paths).toEqual(['/robots.txt']);
    expect(told(mute.url('/a'))?.why).toContain('No picture came');
    for (const url of urls) expect(told(url)?.state, url).not.toBe('compared');
    expect(answer.verdict.sentence).toMatch(
      /3 pictures of LAION-400M, [^,]+, whose links are dead \(found so on \d+ \w+ \d{4} or later\) and 9 pictures/,
    );
  });

  it('are no copies where a host shows one picture in the place of many, not even of that picture', async () => {
    const host = await serve((path) => (path.endsWith('.jpg') ? served(tile, 'image/png') : undefined));
    const rows = [red, green, blue].map((picture, i) => ({ picture, url: host.url(`/${i}.jpg`) }));
    await lay(rows);
    for (const picture of [tile, red]) {
      const answer = await checked(picture);
      expect(answer.matches).toEqual([]);
      expect(answer.verdict.answer).not.toBe('found');
    }
    const ofTile = await checked(tile);
    const states = ofTile.lookAlikes.map(({ live }) => live?.state);
    expect(states.filter((state) => state === 'placeholder').length).toBeGreaterThanOrEqual(2);
    const { live } = ofTile.lookAlikes.find((row) => row.live?.state === 'placeholder')!;
    expect(live?.picture?.status).toBe('placeholder');
    expect(live?.why).toContain('one and the same picture in the place of many different ones');
    expect(live?.archive).toContain('https://web.archive.org/web/*/http://127.0.0.1');
  });

  it('that stand at several addresses are all found, and are one picture', async () => {
    const host = await serve((path) => (path.endsWith('.jpg') ? served(red, 'image/png') : undefined));
    await lay(['/a.jpg', '/b.jpg', '/c.jpg'].map((path) => ({ picture: red, url: host.url(path) })));
    const answer = await checked(await jpeg(red));
    expect(answer.matches.map(({ grade }) => grade)).toEqual(['edited', 'edited', 'edited']);
    expect(new Set(answer.matches.map(({ group }) => group)).size).toBe(1);
  });

  it('stay possible where the address shows another picture now than the row was made of', async () => {
    const host = await serve((path) => (path === '/red' ? served(blue, 'image/png') : undefined));
    await lay([{ picture: red, url: host.url('/red') }]);
    const answer = await checked(red);
    expect(answer.verdict.answer).toBe('possibly');
    expect(answer.lookAlikes[0]).toMatchObject({
      grade: 'look-alike',
      compared: false,
      live: { state: 'compared', picture: { status: 'another-picture' } },
    });
    expect(answer.lookAlikes[0].live?.why).toContain('another picture now');
    // What stands there now is not what the dataset took, though it is the artist's.
    const other = await checked(blue);
    expect(other.matches).toEqual([]);
    expect(other.verdict.answer).not.toBe('found');
  });

  it('are left alone where LIVE_COMPARE is off, and until somebody asks where it is ask', async () => {
    const host = await serve((path) => (path === '/red' ? served(red, 'image/png') : undefined));
    await lay([{ picture: red, url: host.url('/red') }], { LIVE_COMPARE: 'off' });
    const off = await index!.trainspot.checkPicture(new Uint8Array(red), {});
    expect(off.live).toEqual({ state: 'off', compared: 0, of: 0 });
    expect(off.lookAlikes[0].live).toBeNull();
    expect(off.verdict.answer).toBe('possibly');

    await index!.reopen({ LIVE_COMPARE: 'ask' });
    const { recent, checkPicture } = index!.trainspot;
    const asked = await checkPicture(new Uint8Array(red), {});
    expect(asked.live).toEqual({ state: 'ask', compared: 0, of: 1 });
    expect(host.paths).toEqual([]);
    const begun = await recent.begin({ checkId: asked.id });
    expect(begun.live).toEqual({ state: 'running', compared: 0, of: 1 });
    const last = await recent.read({ checkId: asked.id, wait: true });
    expect(last.verdict.answer).toBe('found');
    // Once is enough.
    await recent.begin({ checkId: asked.id });
    expect(host.paths.filter((path) => path === '/red')).toHaveLength(1);
  });

  it('are looked at so many at most, and tell each change to whoever follows', async () => {
    const host = await serve((path) => (path.startsWith('/red') ? served(red, 'image/png') : undefined));
    await lay(
      Array.from({ length: 5 }, (_, i) => ({ picture: red, url: host.url(`/red${i}`) })),
      { LIVE_COMPARE_ROWS: '3' },
    );
    const { recent, checkPicture } = index!.trainspot;
    const { id } = await checkPicture(await jpeg(red), {});
    const seen: { state: string; compared: number; rows: number; answer: string }[] = [];
    for await (const { live, rows, verdict } of await recent.follow({ checkId: id })) {
      seen.push({ ...live, rows: rows.length, answer: verdict.answer });
    }
    expect(seen[0]).toMatchObject({ rows: 3, answer: 'possibly' });
    expect(seen.at(-1)).toMatchObject({ state: 'done', compared: 3, answer: 'found' });
    expect(seen.filter(({ state }) => state === 'done')).toHaveLength(1);
    expect(host.paths.filter((path) => path.startsWith('/red'))).toHaveLength(3);
    // Who comes late is told how it ended.
    const late = [];
    for await (const change of await recent.follow({ checkId: id })) late.push(change);
    expect(late).toHaveLength(1);
    expect(late[0].rows.map(({ grade }) => grade)).toEqual(['edited', 'edited', 'edited']);
  });

  it('that were hidden meanwhile are in no answer any more', async () => {
    const host = await serve((path) => (path === '/red' ? served(red, 'image/png') : undefined));
    await lay([{ picture: red, url: host.url('/red') }]);
    const { id } = await checked(red);
    await index!.trainspot.suppress({ url: host.url('/red'), reason: 'A wish.', by: 'somebody' });
    const after = await index!.trainspot.recent.read({ checkId: id, wait: true });
    expect([...after.matches, ...after.lookAlikes]).toEqual([]);
    expect(after.verdict.answer).toBe('not-found');
  });

  it('of which the link was found dead before are not asked again so soon, and say since when', async () => {
    const host = await serve(() => undefined);
    await lay([{ picture: red, url: host.url('/red') }]);
    const [{ id }] = await index!.database.query<{ id: number }>('select id from images');
    await index!.database.query(
      `insert into fetch_outcomes (image_id, url_key, reason, kind, attempts, first_failed_at, last_tried_at)
       select id, url_key, 'http-404', 'dead', 1, '2026-05-03', now() from images where id = $1`,
      [id],
    );
    const answer = await checked(red);
    expect(answer.lookAlikes[0].live).toMatchObject({ state: 'dead', deadSince: '2026-05-03' });
    expect(answer.verdict.sentence).toContain('found so on 3 May 2026');
    expect(host.paths).toEqual([]);
  });

  it('leave no connection behind where hosts hang, and end with the service', async () => {
    const host = await serve((path) => (path === '/robots.txt' ? undefined : () => {}));
    await lay([{ picture: red, url: host.url('/red') }], { LIVE_COMPARE_MS: '300' });
    const answer = await checked(red);
    expect(answer.lookAlikes[0].live?.state).toBe('not-compared');
    await expect.poll(() => host.underWay()).toBe(0);
    // A check that nobody waits for any more.
    await index!.reopen({ LIVE_COMPARE_MS: '120000' });
    await index!.trainspot.checkPicture(new Uint8Array(red), {});
    await expect.poll(() => host.underWay()).toBe(1);
    await index!.reopen({});
    await expect.poll(() => host.underWay()).toBe(0);
  });
});
