import { asTask } from '../../runtime/threads/task.ts';
import { createGrowingPdqIndex, type NearSeen } from '../pdq/growing-index.ts';

/** What the thread is asked: to take hashes, or for those near some. */
export type SeenHashesTask =
  | { kind: 'put'; imageIds: readonly number[]; hashes: readonly string[] }
  | { kind: 'near'; hashes: readonly string[]; maxDistance: number; count: number };

export interface SeenHashesAnswer {
  near: NearSeen[];
  /** Hashes that the thread was ever given: fewer than were sent where it took another's place. */
  taken: number;
}

const index = createGrowingPdqIndex();
let taken = 0;

export default asTask(async (task: SeenHashesTask): Promise<SeenHashesAnswer> => {
  if (task.kind === 'near') return { near: index.near(task.hashes, task.maxDistance, task.count), taken };
  index.put(task.imageIds, task.hashes);
  taken += task.imageIds.length;
  return { near: [], taken };
});
