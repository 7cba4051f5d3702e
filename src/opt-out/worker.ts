import { asOwnMemory } from '../core/bytes.ts';
import type { CrawlerReading, ReservationReading } from '../api/opt-out.ts';
import { asMovingBoundedTask } from '../runtime/threads/task.ts';
import { type MarkedPicture, markPicture } from './mark-picture.ts';
import { readCrawlers, readMechanism } from './read-sights.ts';
import type { ReaderTask } from './reader.ts';

type Done = MarkedCopy | CrawlerReading[] | Omit<ReservationReading, 'mechanism' | 'title'>;
type MarkedCopy = MarkedPicture & { bytes: Uint8Array<ArrayBuffer> };

export default asMovingBoundedTask(
  (task: ReaderTask): Done => {
    switch (task.kind) {
      case 'mark': {
        const marked = markPicture(task.file, task.value);
        return { ...marked, bytes: asOwnMemory(marked.bytes) };
      }
      case 'crawlers':
        return readCrawlers(task.sights);
      case 'mechanism':
        return readMechanism(task.name, task.sights);
    }
  },
  (done) => ('bytes' in done ? [done.bytes.buffer] : []),
);
