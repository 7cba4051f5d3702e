import { hnswlibBuild } from '../../src/index/engines/hnswlib-library.ts';

/** Whether hnswlib was compiled here, which needs a C++ compiler; without one its tests are skipped, and counted. */
export const hasHnsw = hnswlibBuild() !== null;
