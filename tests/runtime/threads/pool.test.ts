import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPool, type WorkerPool } from '../../../src/runtime/threads/pool.ts';

const FILE = new URL('./loading-worker', import.meta.url);

let counts: Int32Array;
let threadsMade: number;
const count = (): void => void threadsMade++;

beforeEach(() => {
  counts = new Int32Array(new SharedArrayBuffer(8));
  threadsMade = 0;
  process.on('worker', count);
});
afterEach(() => process.off('worker', count));

function poolOf(threads: number): WorkerPool<string, string> {
  return startPool(FILE, threads, counts);
}

describe('a pool of threads', () => {
  it('starts none until there is a task, and then all', async () => {
    const pool = poolOf(3);
    expect(threadsMade).toBe(0);
    expect(await pool.run('answer')).toBe('an answer');
    expect(threadsMade).toBe(3);
    await pool.close();
  });

  it('that nobody asked ends without having started one', async () => {
    await poolOf(3).close();
    expect(threadsMade).toBe(0);
  });

  it('ends no thread before it has loaded its file, however soon it is closed', async () => {
    for (let time = 1; time <= 5; time++) {
      const pool = poolOf(2);
      pool.start();
      await pool.close();
      expect([...counts]).toEqual([2 * time, 2 * time]);
    }
  });

  it('waits for the threads and not for a task', async () => {
    const pool = poolOf(2);
    const task = pool.run('never');
    const failed = expect(task).rejects.toThrow();
    await pool.close();
    await failed;
    expect([...counts]).toEqual([2, 2]);
  });

  it('waits for a thread that replaces another one', async () => {
    const pool = poolOf(1);
    await expect(pool.run('die')).rejects.toThrow();
    await pool.close();
    expect([...counts]).toEqual([2, 2]);
  });

  it('runs nothing once it is closed', async () => {
    const pool = poolOf(1);
    await pool.close();
    await expect(pool.run('answer')).rejects.toThrow('were ended');
    expect(threadsMade).toBe(0);
  });
});
