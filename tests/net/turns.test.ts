import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createPlaces } from '../../src/net/places.ts';
import { createHostScheduler, type HostLimits } from '../../src/net/host-scheduler.ts';
import { handClock, settle } from '../helpers/clocks.ts';

/** HostScheduler whose requests end when the test says so. */
function requests(limits: HostLimits) {
  const clock = handClock();
  const scheduler = createHostScheduler(limits, clock);
  const started: { name: string; site: string; atMs: number }[] = [];
  const underWay: { name: string; site: string; end: () => void }[] = [];
  const ask = async (name: string, wish: { intervalMs?: number; signal?: AbortSignal } = {}) => {
    const site = name.split('/')[0];
    const release = await scheduler.take(site, wish);
    started.push({ name, site, atMs: clock.now() });
    await new Promise<void>((resolve) => underWay.push({ name, site, end: resolve }));
    release();
  };
  const end = async (place = 0): Promise<void> => {
    underWay.splice(place, 1)[0].end();
    await settle();
  };
  const names = () => underWay.map(({ name }) => name);
  return { clock, scheduler, started, underWay, ask, end, names };
}

describe('scheduler', () => {
  it('are given to so many at once at a site, and to so many at all', async () => {
    const { ask, end, names } = requests({ concurrency: 3, perSite: 2 });
    const all = ['a/1', 'a/2', 'a/3', 'b/1', 'b/2'].map((name) => ask(name));
    await settle();
    expect(names()).toEqual(['a/1', 'a/2', 'b/1']);
    await end();
    // b was next in line.
    expect(names()).toEqual(['a/2', 'b/1', 'a/3']);
    for (let left = 4; left > 0; left--) await end();
    await Promise.all(all);
  });

  it('share places with other scheduler, none of which takes them all', async () => {
    const places = createPlaces(2);
    const [one, two] = [
      requests({ concurrency: places, perSite: 9 }),
      requests({ concurrency: places, perSite: 9 }),
    ];
    const asked = Promise.allSettled([
      ...['a/1', 'a/2', 'a/3', 'a/4'].map((name) => one.ask(name)),
      ...['a/5', 'a/6'].map((name) => two.ask(name)),
    ]);
    await settle();
    expect([one.names(), two.names()]).toEqual([['a/1', 'a/2'], []]);
    await one.end();
    expect([one.names(), two.names()]).toEqual([['a/2'], ['a/5']]);
    await one.end();
    expect([one.names(), two.names()]).toEqual([['a/3'], ['a/5']]);
    one.scheduler.close();
    await one.end();
    expect(two.names()).toEqual(['a/5', 'a/6']);
    await two.end();
    await two.end();
    expect((await asked).map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(
      1,
    );
  });

  it('go round the sites', async () => {
    const { ask, end, started } = requests({ concurrency: 1, perSite: 1 });
    const all = ['a/1', 'a/2', 'a/3', 'b/1', 'b/2'].map((name) => ask(name));
    for (let left = all.length; left > 0; left--) {
      await settle();
      await end();
    }
    await Promise.all(all);
    expect(started.map(({ name }) => name)).toEqual(['a/1', 'a/2', 'b/1', 'a/3', 'b/2']);
  });

  it('keep a pause between two requests to one site, in which others are asked', async () => {
    const { clock, ask, end, names } = requests({ concurrency: 2, perSite: 2 });
    const all = ['a/1', 'a/2', 'b/1'].map((name) => ask(name, { intervalMs: 1000 }));
    await settle();
    expect(names()).toEqual(['a/1', 'b/1']);
    await end();
    await clock.advance(999);
    expect(names()).toEqual(['b/1']);
    await clock.advance(1);
    expect(names()).toEqual(['b/1', 'a/2']);
    await end();
    await end();
    await Promise.all(all);
    expect(clock.sleepers()).toBe(0);
  });

  it('are not given while a site rests, and are once it has', async () => {
    const { clock, scheduler, ask, end, names } = requests({ concurrency: 2, perSite: 2 });
    scheduler.rest('a', clock.now() + 5000);
    // A shorter rest does not end a longer one.
    scheduler.rest('a', clock.now() + 10);
    const all = ['a/1', 'b/1'].map((name) => ask(name));
    await settle();
    expect(names()).toEqual(['b/1']);
    await clock.advance(4999);
    expect(names()).toEqual(['b/1']);
    await clock.advance(1);
    expect(names()).toEqual(['b/1', 'a/1']);
    await end();
    await end();
    await Promise.all(all);
  });

  it('are refused at once where a site is left alone, to those who wait too', async () => {
    const { clock, scheduler, ask, end, names } = requests({ concurrency: 1, perSite: 1 });
    const first = ask('b/1');
    const waiting = expect(ask('a/1')).rejects.toThrow('not now');
    scheduler.refuse('a', clock.now() + 1000, () => new Error('not now'));
    await waiting;
    await expect(ask('a/2')).rejects.toThrow('not now');
    await clock.advance(1000);
    const again = ask('a/3');
    await end();
    await first;
    expect(names()).toEqual(['a/3']);
    await end();
    await again;
  });

  it('are given up when a signal says so, and the next one goes on', async () => {
    const { ask, end, names } = requests({ concurrency: 1, perSite: 1 });
    const stop = new AbortController();
    const first = ask('a/1');
    const second = ask('a/2', { signal: stop.signal });
    const third = ask('a/3');
    await settle();
    const stopped = expect(second).rejects.toMatchObject({ reason: 'stopped' });
    stop.abort();
    await stopped;
    await expect(ask('a/4', { signal: stop.signal })).rejects.toMatchObject({ reason: 'stopped' });
    await end();
    await first;
    expect(names()).toEqual(['a/3']);
    await end();
    await third;
  });

  it('are waited for by many under one signal without a warning', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const { scheduler } = requests({ concurrency: 1, perSite: 1 });
    const stop = new AbortController();
    const all = Array.from({ length: 300 }, () => scheduler.take('a', { signal: stop.signal }));
    const ends = Promise.allSettled(all);
    stop.abort();
    await ends;
    await settle();
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('end with all who wait when they are closed', async () => {
    const { scheduler, clock } = requests({ concurrency: 1, perSite: 1 });
    await scheduler.take('a');
    const waiting = expect(scheduler.take('a', { intervalMs: 1000 })).rejects.toMatchObject({
      reason: 'stopped',
    });
    scheduler.close();
    await waiting;
    await expect(scheduler.take('b')).rejects.toMatchObject({ reason: 'stopped' });
    expect(clock.sleepers()).toBe(0);
  });

  it('keep every limit, start each request once, and leave none behind', async () => {
    const plan = fc.record({
      sites: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 }),
      steps: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
      concurrency: fc.integer({ min: 1, max: 6 }),
      perSite: fc.integer({ min: 1, max: 3 }),
      intervalMs: fc.constantFrom(0, 100),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ sites, steps, concurrency, perSite, intervalMs }) => {
        const { clock, started, underWay, ask, end } = requests({ concurrency, perSite });
        const names = sites.map((site, n) => `s${site}/${n}`);
        const all = names.map((name) => ask(name, { intervalMs }));
        for (const step of steps) {
          await settle();
          expect(underWay.length).toBeLessThanOrEqual(concurrency);
          const busy = underWay.map(({ site }) => site);
          for (const site of busy) {
            expect(busy.filter((each) => each === site).length).toBeLessThanOrEqual(perSite);
          }
          if (underWay.length > 0 && step % 2 === 0) await end(step % underWay.length);
          else await clock.advance(step % 70);
        }
        while (started.length < names.length || underWay.length > 0) {
          await clock.advance(100);
          while (underWay.length > 0) await end();
        }
        await Promise.all(all);
        expect(started.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
        for (const site of new Set(started.map((each) => each.site))) {
          const ofSite = started.filter((each) => each.site === site);
          expect(ofSite.map(({ name }) => name)).toEqual(names.filter((name) => name.startsWith(`${site}/`)));
          for (const [i, { atMs }] of ofSite.entries()) {
            if (i > 0) expect(atMs - ofSite[i - 1].atMs).toBeGreaterThanOrEqual(intervalMs);
          }
        }
        expect(clock.sleepers()).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});
