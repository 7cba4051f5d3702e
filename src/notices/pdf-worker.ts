import { asTask } from '../runtime/threads/task.ts';
import { noticePdf } from './pdf.ts';

export default asTask(noticePdf);
