/**
 * `change` of every item, at most `limit` under way at once; the answers stand in the items' order.
 * The first failure is thrown when the calls under way have ended; no further one is started.
 */
export async function mapConcurrently<Item, Answer>(
  items: readonly Item[],
  limit: number,
  change: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  let failed = false;
  async function worker(): Promise<void> {
    while (next < items.length && !failed) {
      const place = next++;
      try {
        answers[place] = await change(items[place]);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }
  const outcomes = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, worker));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  return answers;
}

/** How much may be under way at once. */
interface Load<Item> {
  /** Items at most. */
  limit: number;
  /** What they weigh together at most; an item that weighs more goes alone. */
  most: number;
  weigh: (item: Item) => number;
}

/** `work` with every item, begun in their order as the load allows. Failures as of `mapConcurrently`. */
export async function mapWithin<Item>(
  items: readonly Item[],
  { limit, most, weigh }: Load<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let weight = 0;
  for (const item of items) {
    const own = weigh(item);
    while (underWay.size > 0 && (underWay.size >= limit || weight + own > most)) await Promise.race(underWay);
    if (failures.length > 0) break;
    weight += own;
    const working = work(item)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        weight -= own;
        underWay.delete(working);
      });
    underWay.add(working);
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}

/** The items in arrays of `size`; the last one may be shorter. */
export async function* inBatches<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The items as they come, the next one asked for while whoever takes them is at the one before. */
export async function* readAhead<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const reading = items[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<Item>> => {
    const asked = reading.next();
    // Thrown again where it is awaited; until then it is no unhandled one.
    asked.catch(() => {});
    return asked;
  };
  let next = ask();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = ask();
      yield value;
    }
  } finally {
    await next.catch(() => {});
    await reading.return?.();
  }
}
