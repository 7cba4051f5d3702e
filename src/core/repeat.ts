/**
 * `work`, done again after each failure for which `waitAfter` names a wait; where that is null, the failure is thrown.
 * Ours and not p-retry: each of those who repeat takes the wait from what failed (what a host asks for, whether bytes came
 * meanwhile), and sleeps by a clock of its own.
 * @param work told which time it is, from 1 @param waitAfter in milliseconds
 */
export async function repeat<T>(
  work: (attempt: number) => Promise<T>,
  waitAfter: (failure: unknown, attempt: number) => number | null | Promise<number | null>,
  sleep: (ms: number) => Promise<unknown>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (failure) {
      const waitMs = await waitAfter(failure, attempt);
      if (waitMs === null) throw failure;
      await sleep(waitMs);
    }
  }
}
