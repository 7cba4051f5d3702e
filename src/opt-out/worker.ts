import type { CrawlerReading, ReservationReading } from '../core/opt-out.ts';
import { asBoundedTask } from '../workers/task.ts';
import { type MarkedPicture, markPicture } from './mark-picture.ts';
import { readCrawlers, readMechanism } from './read-sights.ts';
import type { ReaderTask } from './reader.ts';

export default asBoundedTask(
  (task: ReaderTask): MarkedPicture | CrawlerReading[] | Omit<ReservationReading, 'mechanism' | 'title'> => {
    switch (task.kind) {
      case 'mark':
        return markPicture(task.file, task.value);
      case 'crawlers':
        return readCrawlers(task.sights);
      case 'mechanism':
        return readMechanism(task.name, task.sights);
    }
  },
);
