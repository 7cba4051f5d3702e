import { describe, expect, it } from 'vitest';
import { jpeg, rowAt, served } from './live-answers.ts';
import { withLiveService } from './live-service.ts';

describe('rows of published vectors, compared with their live pictures', () => {
  const { pictures, serve, lay, checked, laid } = withLiveService();

  it('are found where the picture stands, though the index has nothing but a vector; others are ruled out', async () => {
    const saved = await jpeg(pictures.red);
    const host = await serve(
      (path) => ({ '/red': served(saved), '/green': served(pictures.green, 'image/png') })[path],
    );
    await lay([
      { picture: pictures.red, url: host.url('/red') },
      { picture: pictures.green, url: host.url('/green') },
    ]);
    const { trainspot } = laid();
    const first = await trainspot.checkPicture(new Uint8Array(pictures.red), {});
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
    const host = await serve((path) => (path === '/red' ? served(pictures.red, 'image/png') : undefined));
    await lay([{ picture: pictures.red, url: host.url('/red') }]);
    expect((await checked(await jpeg(pictures.red))).verdict.answer).toBe('found');
    const asked = host.paths.length;
    const again = await laid().trainspot.checkPicture(new Uint8Array(pictures.red), {});
    expect(again.verdict.answer).toBe('found');
    expect(again.matches[0]).toMatchObject({ grade: 'identical', url: host.url('/red') });
    expect(again.live).toEqual({ state: 'done', compared: 0, of: 0 });
    expect(host.paths).toHaveLength(asked);
  });

  it('are no copies where a host shows one picture in the place of many, not even of that picture', async () => {
    const host = await serve((path) =>
      path.endsWith('.jpg') ? served(pictures.tile, 'image/png') : undefined,
    );
    const rows = [pictures.red, pictures.green, pictures.blue].map((picture, i) => ({
      picture,
      url: host.url(`/${i}.jpg`),
    }));
    await lay(rows);
    for (const picture of [pictures.tile, pictures.red]) {
      const answer = await checked(picture);
      expect(answer.matches).toEqual([]);
      expect(answer.verdict.answer).not.toBe('found');
    }
    const ofTile = await checked(pictures.tile);
    const states = ofTile.lookAlikes.map(({ live }) => live?.state);
    expect(states.filter((state) => state === 'placeholder').length).toBeGreaterThanOrEqual(2);
    const { live } = ofTile.lookAlikes.find((row) => row.live?.state === 'placeholder')!;
    expect(live?.picture?.status).toBe('placeholder');
    expect(live?.why).toContain('one and the same picture in the place of many different ones');
    expect(live?.archive).toContain('https://web.archive.org/web/*/http://127.0.0.1');
  });

  it('that stand at several addresses are all found, and are one picture', async () => {
    const host = await serve((path) =>
      path.endsWith('.jpg') ? served(pictures.red, 'image/png') : undefined,
    );
    await lay(['/a.jpg', '/b.jpg', '/c.jpg'].map((path) => ({ picture: pictures.red, url: host.url(path) })));
    const answer = await checked(await jpeg(pictures.red));
    expect(answer.matches.map(({ grade }) => grade)).toEqual(['edited', 'edited', 'edited']);
    expect(new Set(answer.matches.map(({ group }) => group)).size).toBe(1);
  });

  it('stay possible where the address shows another picture now than the row was made of', async () => {
    const host = await serve((path) => (path === '/red' ? served(pictures.blue, 'image/png') : undefined));
    await lay([{ picture: pictures.red, url: host.url('/red') }]);
    const answer = await checked(pictures.red);
    expect(answer.verdict.answer).toBe('possibly');
    expect(answer.lookAlikes[0]).toMatchObject({
      grade: 'look-alike',
      compared: false,
      live: { state: 'compared', picture: { status: 'another-picture' } },
    });
    expect(answer.lookAlikes[0].live?.why).toContain('another picture now');
    // What stands there now is not what the dataset took, though it is the artist's.
    const other = await checked(pictures.blue);
    expect(other.matches).toEqual([]);
    expect(other.verdict.answer).not.toBe('found');
  });

  it('that were hidden meanwhile are in no answer any more', async () => {
    const host = await serve((path) => (path === '/red' ? served(pictures.red, 'image/png') : undefined));
    await lay([{ picture: pictures.red, url: host.url('/red') }]);
    const { id } = await checked(pictures.red);
    await laid().trainspot.suppress({ url: host.url('/red'), reason: 'A wish.', by: 'somebody' });
    const after = await laid().trainspot.recent.read({ checkId: id, wait: true });
    expect([...after.matches, ...after.lookAlikes]).toEqual([]);
    expect(after.verdict.answer).toBe('not-found');
  });
});
