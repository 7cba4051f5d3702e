import type { Batch, BatchChange, BatchItem } from '../../api/batch.ts';
import type { CheckResult } from '../../api/check-result.ts';
import { type Outcome, WAITING } from './outcome.ts';

type Searched = Pick<CheckResult, 'coverage' | 'notSearched'>;

/** A batch in memory: what was found, and whoever follows it. Of its pictures it has the names alone. */
export interface KeptBatch {
  readonly id: string;
  readonly client: string;
  readonly secretSha256: string;
  /** Aborted when it is removed, or the service ends. */
  readonly ending: AbortController;
  items: () => readonly BatchItem[];
  isDone: () => boolean;
  set: (n: number, outcome: Outcome) => void;
  searched: (searched: Searched) => void;
  /** Nothing is waiting any more. */
  finish: () => void;
  /** As it stands now. */
  view: () => Batch;
  /** From all that has begun to the end. */
  changes: (signal: AbortSignal) => AsyncGenerator<BatchChange>;
}

interface Beginning extends Pick<KeptBatch, 'id' | 'client' | 'secretSha256'> {
  names: readonly string[];
  passedOver: number | null;
  /** ISO 8601 in UTC. */
  openedAt: string;
  endsAt: string;
}

export function keptBatch({ id, client, secretSha256, names, ...dates }: Beginning): KeptBatch {
  const items: BatchItem[] = names.map((name, n) => ({ n, name, ...WAITING }));
  const watchers = new Set<(n: number | null) => void>();
  let searched: Searched = { coverage: [], notSearched: [] };
  let isDone = false;
  const tell = (n: number | null): void => watchers.forEach((watcher) => watcher(n));
  const counted = (state: BatchItem['state']): number => items.filter((item) => item.state === state).length;
  const progress = (): Omit<BatchChange, 'items'> => ({
    state: isDone ? 'done' : 'running',
    of: items.length,
    done: counted('done'),
    failed: counted('failed'),
  });

  return {
    id,
    client,
    secretSha256,
    ending: new AbortController(),
    items: () => items,
    isDone: () => isDone,
    set(n, outcome) {
      items[n] = { n, name: items[n].name, ...outcome };
      tell(n);
    },
    searched: ({ coverage, notSearched }) => (searched = { coverage, notSearched }),
    finish() {
      isDone = true;
      tell(null);
    },
    view: () => ({ id, ...progress(), ...dates, items: [...items], ...searched }),
    async *changes(signal) {
      const changed = new Set(items.filter(({ state }) => state !== 'waiting').map(({ n }) => n));
      let wake = (): void => {};
      const watcher = (n: number | null): void => {
        if (n !== null) changed.add(n);
        wake();
      };
      const leave = (): void => wake();
      watchers.add(watcher);
      signal.addEventListener('abort', leave, { once: true });
      try {
        while (!signal.aborted) {
          const told = progress();
          const news = [...changed].map((n) => items[n]);
          changed.clear();
          yield { ...told, items: news };
          if (told.state === 'done') return;
          if (changed.size === 0 && !isDone && !signal.aborted) {
            await new Promise<void>((resolve) => (wake = resolve));
          }
        }
      } finally {
        watchers.delete(watcher);
        signal.removeEventListener('abort', leave);
      }
    },
  };
}
