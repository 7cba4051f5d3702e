import { flat } from '../../index/engines/flat.ts';
import type { SegmentBuilder } from '../../index/segment/builder.ts';
import type { SegmentEntry } from '../../index/segment/writer.ts';
import { buildSegment, type IndexInWork } from './segment.ts';

/** Of a segment that is written in a hurry: small enough for the next ingest to merge. */
const PIECE_ROWS = 20_000;

/** Of so many a graph is built within a second, and needs no merging to be searched well. */
const FEW_ROWS = 1_000;

/** Rows on their way into a segment. */
interface PendingRows {
  keys: Set<string>;
  /** By `images.id`. */
  entries: Map<number, SegmentEntry>;
  /** Writes the marks of the files that ended among them. */
  finished: (() => Promise<void>)[];
}

/** Rows that wait for a builder, and segments that are being built and published in the order of their rows. */
export interface Builds {
  /** Whether no row of that key waits or is being built; it is taken for waiting from then on. */
  claim(key: string): boolean;
  /** @returns how many rows wait then */
  add(entries: readonly SegmentEntry[]): number;
  /** Has `mark` called once what waits is published. */
  mark(mark: () => Promise<void>): void;
  /** Hands what waits to a builder, once one is free. */
  start(): Promise<void>;
  /** Once all that was handed over is published. */
  published(): Promise<void>;
  /** What is not published yet, in pieces that are written at once; the next ingest merges them. */
  publishQuickly(): Promise<void>;
}

/** @param builders segments that are built at once @param startBuilder for what is written in a hurry */
export function queueBuilds(
  index: IndexInWork,
  builders: number,
  startBuilder: (threads: number) => SegmentBuilder,
): Builds {
  let waiting = noRows();
  /** Oldest first. */
  const building: { rows: PendingRows; published: Promise<void> }[] = [];

  async function oldestPublished(): Promise<void> {
    await building[0].published;
    building.shift();
  }
  async function publishRows({ entries, finished }: PendingRows, before?: Promise<void>): Promise<void> {
    await buildSegment(index, entries, before);
    // Rows of a file that ends here may stand in the segment before, and there may be none here.
    await before;
    for (const mark of finished) await mark();
  }
  return {
    claim(key) {
      if (waiting.keys.has(key) || building.some(({ rows: { keys } }) => keys.has(key))) return false;
      waiting.keys.add(key);
      return true;
    },
    add(entries) {
      for (const entry of entries) waiting.entries.set(entry.imageId, entry);
      return waiting.entries.size;
    },
    mark: (mark) => void waiting.finished.push(mark),
    async start() {
      if (building.length === builders) await oldestPublished();
      const published = publishRows(waiting, building.at(-1)?.published);
      // Thrown again where it is awaited; until then it is no unhandled one.
      published.catch(() => {});
      building.push({ rows: waiting, published });
      waiting = noRows();
    },
    async published() {
      while (building.length > 0) await oldestPublished();
    },
    async publishQuickly() {
      const left: PendingRows[] = [];
      for (const { rows, published } of building.splice(0)) {
        await published.catch(() => left.push(rows));
      }
      left.push(waiting);
      waiting = noRows();
      const builder = startBuilder(1);
      await writeQuickly({ ...index, builder }, left).finally(() => builder.close());
    },
  };
}

async function writeQuickly(index: IndexInWork, left: readonly PendingRows[]): Promise<void> {
  for (const { entries, finished } of left) {
    for (const piece of inPieces(entries, PIECE_ROWS)) {
      const engine = piece.size > FEW_ROWS ? flat.name : index.description.engine;
      await buildSegment({ ...index, description: { ...index.description, engine } }, piece);
    }
    for (const mark of finished) await mark();
  }
}

function* inPieces<Key, Value>(entries: ReadonlyMap<Key, Value>, size: number): Generator<Map<Key, Value>> {
  const all = [...entries];
  for (let at = 0; at < all.length; at += size) yield new Map(all.slice(at, at + size));
}

function noRows(): PendingRows {
  return { keys: new Set(), entries: new Map(), finished: [] };
}
