import { asMovingBoundedTask } from '../../runtime/threads/task.ts';
import { unzip } from './unzip.ts';

export default asMovingBoundedTask(unzip, (unzipped) =>
  unzipped.ok
    ? unzipped.pictures.flatMap((picture) => ('bytes' in picture ? [picture.bytes.buffer] : []))
    : [],
);
