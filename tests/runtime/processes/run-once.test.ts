import { describe, expect, it } from 'vitest';
import { runOnce } from '../../../src/runtime/processes/run-once.ts';

const run = (task: string) =>
  runOnce<string, { pid: number; task: Uint8Array }>(new URL('./one-task', import.meta.url), task);

describe('one task in a process of its own', () => {
  it('answers from there, bytes as bytes, and is gone', async () => {
    const { pid, task } = await run('größer');
    expect(pid).not.toBe(process.pid);
    expect(new TextDecoder().decode(task)).toBe('größer');
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('hands on what the task throws', async () => {
    await expect(run('refuse')).rejects.toMatchObject({ code: 'picture-unreadable', message: 'It is 17.' });
    await expect(run('fail')).rejects.toThrow('unforeseen');
  });

  it('says how it ended where it gave no answer', async () => {
    await expect(run('end')).rejects.toThrow('The process for one-task ended with 7.');
  });
});
