import { asTask } from '../runtime/threads/task.ts';
import { makeFiles } from './pglite-files.ts';

export default asTask(makeFiles);
