import { asBoundedTask } from '../runtime/threads/task.ts';
import { readFingerprintsBody } from './fingerprints-body.ts';

export default asBoundedTask(readFingerprintsBody);
