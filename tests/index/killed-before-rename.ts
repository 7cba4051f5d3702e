// Run as a process of its own: writes a segment into the folder it is given, and is killed, as by a power cut,
// at the moment the segment would get its name.
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { writeSegment } from '../../src/index/segment/writer.ts';

fs.rename = () => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};
syncBuiltinESMExports();

const vector = Float32Array.of(0.6, 0.8);
await writeSegment(
  process.argv[2],
  { engine: 'hnsw', model: 'pocket', modelRevision: 'r1', dimensions: 2 },
  [1, 2, 3].map((imageId) => ({ imageId, vector, pdq: null, keypoints: null })),
);
