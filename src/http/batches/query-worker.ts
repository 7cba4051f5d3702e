import { asBoundedTask } from '../../runtime/threads/task.ts';
import { readBatchQuery } from './query.ts';

export default asBoundedTask(readBatchQuery);
