import { asMovingBoundedTask } from '../runtime/threads/task.ts';
import { type BodyKind, type ReadBody, readClipRetrievalBody } from './clip-retrieval-body.ts';
import type { BodyTask } from './clip-retrieval-reader.ts';

export default asMovingBoundedTask(
  ({ kind, bytes }: BodyTask): ReadBody<BodyKind> => readClipRetrievalBody(kind, bytes),
  (read) => (read.ok && read.picture !== null ? [read.picture.buffer] : []),
);
