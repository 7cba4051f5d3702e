import { asOwnMemory } from '../core/bytes.ts';
import type { CrawlerReading } from '../api/opt-out.ts';
import { asMovingBoundedTask } from '../runtime/threads/task.ts';
import { expectHeldPixels } from '../fingerprint/bombs/held-pixels.ts';
import { expectNoBomb } from '../fingerprint/bombs/expect-no-bomb.ts';
import { type MarkedPicture, markPicture } from './mark-picture.ts';
import type { Reading } from './mechanism.ts';
import { readCrawlers, readMechanism } from './read-sights.ts';
import type { ReaderTask } from './reader.ts';

type Done = MarkedCopy | CrawlerReading[] | Reading;
type MarkedCopy = MarkedPicture & { bytes: Uint8Array<ArrayBuffer> };

export default asMovingBoundedTask(
  async (task: ReaderTask): Promise<Done> => {
    switch (task.kind) {
      case 'mark': {
        const marked = markPicture(task.file, task.value);
        // What a marked copy would be spread with may lie where nobody looks who only marks it.
        expectHeldPixels(task.file);
        await expectNoBomb(task.file);
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
