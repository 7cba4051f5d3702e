import { join, resolve } from 'node:path';

export interface DataPaths {
  dataDir: string;
  segmentsDir: string;
  modelsDir: string;
}

/** Where things lie in the data folder; absolute. The embedded database has `database` in it. */
export function dataPaths(dataDir: string): DataPaths {
  const root = resolve(dataDir);
  return { dataDir: root, segmentsDir: join(root, 'segments'), modelsDir: join(root, 'models') };
}
