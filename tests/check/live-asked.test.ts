import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { Match } from '../../src/api/match.ts';
import { dayOf } from '../../src/core/calendar-day.ts';
import { type Answer, startScriptedHost } from '../helpers/scripted-host.ts';
import { jpeg, rowAt, served } from './live-answers.ts';
import { withLiveService } from './live-service.ts';

describe('the addresses of rows of published vectors', () => {
  const { pictures, hosts, serve, lay, checked, laid } = withLiveService();

  it('are asked for once by checks that look at them in the same moment', async () => {
    const waiting: (() => void)[] = [];
    const host = await serve((path) =>
      path === '/red'
        ? (response) => {
            waiting.push(() => response.writeHead(200, { 'content-type': 'image/png' }).end(pictures.red));
            if (follow === null) follow = start();
            else waiting[0]();
          }
        : undefined,
    );
    await lay([{ picture: pictures.red, url: host.url('/red') }]);
    const { trainspot } = laid();
    const start = async (): Promise<CheckResult> => {
      const { id, live } = await trainspot.checkPicture(new Uint8Array(await jpeg(pictures.red)), {});
      expect(live).toEqual({ state: 'running', compared: 0, of: 1 });
      // Its look began before this answer came.
      waiting[0]();
      return trainspot.recent.read({ checkId: id, wait: true });
    };
    let follow: Promise<CheckResult> | null = null;
    expect((await checked(pictures.red)).verdict.answer).toBe('found');
    expect((await follow!).verdict.answer).toBe('found');
    expect(host.paths.filter((path) => path === '/red')).toHaveLength(1);
  });

  it('tell nothing to a host but that somebody looks at an address', async () => {
    const host = await serve((path) =>
      path === '/red?size=big' ? served(pictures.red, 'image/png') : undefined,
    );
    await lay([{ picture: pictures.red, url: host.url('/red?size=big') }]);
    expect((await checked(await jpeg(pictures.red))).verdict.answer).toBe('found');
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
          '/mine': { headers: { 'x-robots-tag': 'noai' }, body: pictures.red },
          '/silent': () => {},
          '/busy': { status: 503 },
        })[path] as Answer | undefined,
    );
    const shy = await serve((path) =>
      path === '/robots.txt' ? { body: 'User-agent: *\nDisallow: /' } : served(pictures.red),
    );
    const mute = await serve(() => () => {});
    const gone = await startScriptedHost(() => undefined);
    await gone.close();
    const paths = ['/gone', '/page', '/liar', '/empty', '/inside', '/mine', '/silent', '/busy', '/404'];
    const urls = [...paths.map((path) => host.url(path)), shy.url('/a'), mute.url('/a'), gone.url('/a')];
    const list = [...hosts(), gone].map((each) => each.host).join(',');
    await lay(
      urls.map((url) => ({ picture: pictures.red, url })),
      { FETCH_PRIVATE_HOSTS: list, LIVE_COMPARE_MS: '1500' },
    );
    const answer = await checked(pictures.red);
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

  it('are left alone where LIVE_COMPARE is off, and until somebody asks where it is ask', async () => {
    const host = await serve((path) => (path === '/red' ? served(pictures.red, 'image/png') : undefined));
    await lay([{ picture: pictures.red, url: host.url('/red') }], { LIVE_COMPARE: 'off' });
    const off = await laid().trainspot.checkPicture(new Uint8Array(pictures.red), {});
    expect(off.live).toEqual({ state: 'off', compared: 0, of: 0 });
    expect(off.lookAlikes[0].live).toBeNull();
    expect(off.verdict.answer).toBe('possibly');

    await laid().reopen({ LIVE_COMPARE: 'ask' });
    const { recent, checkPicture } = laid().trainspot;
    const asked = await checkPicture(new Uint8Array(pictures.red), {});
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
    const host = await serve((path) =>
      path.startsWith('/red') ? served(pictures.red, 'image/png') : undefined,
    );
    await lay(
      Array.from({ length: 5 }, (_, i) => ({ picture: pictures.red, url: host.url(`/red${i}`) })),
      { LIVE_COMPARE_ROWS: '3' },
    );
    const { recent, checkPicture } = laid().trainspot;
    const { id } = await checkPicture(await jpeg(pictures.red), {});
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

  it('of which the link was found dead before are not asked again so soon, and say since when', async () => {
    const host = await serve(() => undefined);
    await lay([{ picture: pictures.red, url: host.url('/red') }]);
    const [{ id }] = await laid().database.query<{ id: number }>('select id from images');
    await laid().database.query(
      `insert into fetch_outcomes (image_id, url_key, reason, kind, attempts, first_failed_at, last_tried_at)
       select id, url_key, 'http-404', 'dead', 1, '2026-05-03', now() from images where id = $1`,
      [id],
    );
    const answer = await checked(pictures.red);
    expect(answer.lookAlikes[0].live).toMatchObject({ state: 'dead', deadSince: '2026-05-03' });
    expect(answer.verdict.sentence).toContain('found so on 3 May 2026');
    expect(host.paths).toEqual([]);
  });

  it('leave no connection behind where hosts hang, and end with the service', async () => {
    const host = await serve((path) => (path === '/robots.txt' ? undefined : () => {}));
    await lay([{ picture: pictures.red, url: host.url('/red') }], { LIVE_COMPARE_MS: '300' });
    const answer = await checked(pictures.red);
    expect(answer.lookAlikes[0].live?.state).toBe('not-compared');
    await expect.poll(() => host.underWay()).toBe(0);
    // A check that nobody waits for any more.
    await laid().reopen({ LIVE_COMPARE_MS: '120000' });
    await laid().trainspot.checkPicture(new Uint8Array(pictures.red), {});
    await expect.poll(() => host.underWay()).toBe(1);
    await laid().reopen({});
    await expect.poll(() => host.underWay()).toBe(0);
  });
});
