import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deferred } from './app-under-test.ts';
import { createGate } from '../../src/http/overload.ts';

describe('a gate', () => {
  it('gives a place back whether the work succeeds or fails', async () => {
    const gate = createGate(1);
    await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(gate.inside()).toBe(0);
    expect(await gate.run(async () => gate.inside())).toBe(1);
    expect(gate.inside()).toBe(0);
  });

  it('never has more inside than it has places', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 12 }),
        async (places, asked) => {
          const gate = createGate(places);
          const open = deferred<void>();
          const runs = Array.from({ length: asked }, () => gate.run(() => open.promise));
          expect(gate.inside()).toBe(Math.min(places, asked));
          open.resolve();
          const refused = (await Promise.allSettled(runs)).filter(({ status }) => status === 'rejected');
          expect(refused.length).toBe(Math.max(0, asked - places));
          expect(gate.inside()).toBe(0);
        },
      ),
    );
  });

  it('lets work beside in while half of its places are free, a few at once, and takes none for it', async () => {
    const gate = createGate(16);
    const never = new AbortController().signal;
    const open = deferred<void>();
    let begun = 0;
    const beside = Array.from({ length: 5 }, () => gate.beside(() => (begun++, open.promise), never));
    await Promise.resolve();
    expect([begun, gate.inside()]).toEqual([2, 0]);
    const closed = deferred<void>();
    const runs = Array.from({ length: 16 }, () => gate.run(() => closed.promise));
    open.resolve();
    await Promise.all(beside.slice(0, 2));
    expect(begun).toBe(2);
    closed.resolve();
    await Promise.all([...runs, ...beside]);
    expect(begun).toBe(5);
  });

  it('lets whoever waits beside leave, and gives the turn to the next', async () => {
    const gate = createGate(1);
    const [leaving, never] = [new AbortController(), new AbortController().signal];
    const closed = deferred<void>();
    const run = gate.run(() => closed.promise);
    const left = gate.beside(async () => 'left', leaving.signal);
    const stayed = gate.beside(async () => 'stayed', never);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    closed.resolve();
    await run;
    expect(await stayed).toBe('stayed');
    await expect(gate.beside(async () => 'late', leaving.signal)).rejects.toThrow('gone');
    expect(await gate.beside(async () => 'next', never)).toBe('next');
  });
});
