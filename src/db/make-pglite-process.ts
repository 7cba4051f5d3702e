import { asTask } from '../workers/task.ts';
import { makeFiles } from './pglite-files.ts';

export default asTask(makeFiles);
