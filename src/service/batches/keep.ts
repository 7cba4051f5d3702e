import { randomUUID } from 'node:crypto';
import type { BatchItem } from '../../api/batch.ts';
import { newToken, secretHash } from '../../cases/secrets.ts';
import { BATCHES_KEPT, BATCHES_OF_CLIENT, BATCHES_TO_COMPARE_BYTES } from '../../core/bounds.ts';
import { type SteadyClock, steadyMs } from '../../core/clock.ts';
import { TrainspotError } from '../../core/errors.ts';
import { counted } from '../../core/words/counts.ts';
import type { BatchKey } from '../trainspot.ts';
import { keptBatch, type KeptBatch } from './kept-batch.ts';
import type { Outcome } from './outcome.ts';
import { keepWaitingLooks } from './waiting-looks.ts';

const HOUR_MS = 3_600_000;

/** For so long a batch can be read. */
const KEPT_MS = 24 * HOUR_MS;

/** For so long a check is remembered, and what is to be compared of it. */
const TO_COMPARE_MS = HOUR_MS;

const SWEEP_MS = 60_000;

/** How much is kept. */
export interface KeptLimits {
  batches: number;
  items: number;
  rows: number;
  ofClient: number;
  toCompareBytes: number;
}

const LIMITS: KeptLimits = {
  ...BATCHES_KEPT,
  ofClient: BATCHES_OF_CLIENT,
  toCompareBytes: BATCHES_TO_COMPARE_BYTES,
};

/** Batches by their secrets, in the memory of this process and nowhere else. */
export interface KeptBatches {
  /** @throws TrainspotError `batches-under-way` */
  expectRoom: (client: string) => void;
  add: (batch: { client: string; names: readonly string[]; passedOver: number | null }) => {
    batch: KeptBatch;
    secret: string;
  };
  /** Sets what became of an item; what is to be compared is left out of it where there is no room for that. */
  set: (batch: KeptBatch, n: number, outcome: Outcome) => void;
  /** @throws TrainspotError `batch-unknown` */
  find: (key: BatchKey) => KeptBatch;
  remove: (batch: KeptBatch) => void;
  close: () => void;
}

export function keepBatches(limits: KeptLimits = LIMITS, now: SteadyClock = steadyMs): KeptBatches {
  /** In the order they came, so the oldest is first. */
  const kept = new Map<string, { batch: KeptBatch; at: number }>();
  const looks = keepWaitingLooks(limits.toCompareBytes, now);
  let [items, rows] = [0, 0];

  function remove(batch: KeptBatch): void {
    if (!kept.delete(batch.id)) return;
    batch.ending.abort();
    items -= batch.items().length;
    for (const item of batch.items()) {
      rows -= rowsOf(item);
      looks.forget(item);
    }
    batch.finish();
  }

  function set(batch: KeptBatch, n: number, outcome: Outcome): void {
    if (!kept.has(batch.id)) return;
    const { toCompare, ...rest } = outcome;
    const old = batch.items()[n];
    looks.forget(old);
    const bytes = looks.roomFor(toCompare);
    batch.set(n, bytes === null ? rest : outcome);
    const item = batch.items()[n];
    rows += rowsOf(item) - rowsOf(old);
    if (bytes !== null) looks.add(item, batch, bytes);
  }

  function forgetOld(): void {
    for (const { item, batch } of looks.olderThan(TO_COMPARE_MS)) {
      const { n, name: _name, toCompare: _gone, ...outcome } = item;
      set(batch, n, outcome);
    }
    const over = (): boolean => kept.size > limits.batches || items > limits.items || rows > limits.rows;
    for (const { batch, at } of kept.values()) {
      // One that is worked on goes by its day alone: there are so many clients, and so many of each.
      if (at <= now() - KEPT_MS || (over() && batch.isDone())) remove(batch);
    }
  }

  function expectRoom(client: string): void {
    const underWay = [...kept.values()].filter(({ batch }) => batch.client === client && !batch.isDone());
    if (underWay.length >= limits.ofClient) throw tooManyOf(underWay.length);
  }

  const timer = setInterval(forgetOld, SWEEP_MS);
  timer.unref();
  return {
    expectRoom,
    add({ client, names, passedOver }) {
      expectRoom(client);
      const secret = newToken();
      const opened = new Date();
      const endsAt = new Date(opened.getTime() + KEPT_MS).toISOString();
      const dates = { openedAt: opened.toISOString(), endsAt };
      const id = randomUUID();
      const batch = keptBatch({ id, client, secretSha256: secretHash(secret), names, passedOver, ...dates });
      kept.set(id, { batch, at: now() });
      items += names.length;
      forgetOld();
      return { batch, secret };
    },
    set,
    find({ id, secret }) {
      forgetOld();
      const known = kept.get(id);
      // The hashes of random secrets: what their comparison takes tells nothing of either.
      if (known?.batch.secretSha256 === secretHash(secret)) return known.batch;
      throw unknownBatch();
    },
    remove,
    close() {
      clearInterval(timer);
      for (const { batch } of kept.values()) remove(batch);
    },
  };
}

function tooManyOf(count: number): TrainspotError {
  const yours = `${counted(count, 'batch', 'batches')} of yours are not done yet, as many as one may have`;
  return new TrainspotError('batches-under-way', `${yours}. Wait for one to end, or delete one.`);
}

function unknownBatch(): TrainspotError {
  return new TrainspotError(
    'batch-unknown',
    'No batch is opened by this: it was deleted, a day has passed, the service was started anew, or the secret belongs ' +
      'to another one.',
  );
}

function rowsOf({ matches, parts }: BatchItem): number {
  return matches.length + parts.length;
}
