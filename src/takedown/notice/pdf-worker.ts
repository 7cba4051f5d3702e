import { asTask } from '../../workers/task.ts';
import { noticePdf } from './pdf.ts';

export default asTask(noticePdf);
