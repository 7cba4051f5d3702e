import { afterAll, describe, expect, it } from 'vitest';
import { OutOfBounds, startBoundedPool } from '../../../src/runtime/threads/bounded.ts';
/** What 'greedy-worker.ts' knows. */
type GreedyTask = 'answer' | 'spin' | 'hoard' | 'one large array' | 'refuse' | 'fail';

const pool = startBoundedPool<GreedyTask, string>(new URL('./greedy-worker', import.meta.url), {
  threads: 1,
  seconds: 1,
  heapMb: 64,
});
afterAll(() => pool.close());

describe('a bounded pool', () => {
  it.each([
    ['spin', /^It took longer than 1 s/],
    ['hoard', /^It (needed more than 64 MB of memory|took longer)/],
    ['one large array', /^It (needed more than 64 MB of memory|took longer)/],
  ] as const)('ends a task that does nothing but %s, and goes on', async (task, words) => {
    const [ended, next] = await Promise.allSettled([pool.run(task), pool.run('answer')]);
    expect(ended).toMatchObject({ status: 'rejected' });
    const { reason } = ended as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(OutOfBounds);
    expect((reason as Error).message).toMatch(words);
    expect(next).toEqual({ status: 'fulfilled', value: 'answered' });
  });

  it('hands on what a task throws', async () => {
    await expect(pool.run('refuse')).rejects.toMatchObject({
      code: 'picture-unreadable',
      message: 'It is 17.',
    });
    await expect(pool.run('fail')).rejects.toThrow('unforeseen');
  });

  it('gives another thread what one thread has no time for', async () => {
    const two = startBoundedPool<GreedyTask, string>(new URL('./greedy-worker', import.meta.url), {
      threads: 2,
      seconds: 20,
      heapMb: 64,
    });
    const spinning = two.run('spin');
    expect(await two.run('answer')).toBe('answered');
    await two.close();
    await expect(spinning).rejects.toThrow();
  });

  it('starts nothing once it is closed', async () => {
    const closed = startBoundedPool<GreedyTask, string>(new URL('./greedy-worker', import.meta.url));
    await closed.close();
    await expect(closed.run('answer')).rejects.toThrow(/closed/);
  });
});
