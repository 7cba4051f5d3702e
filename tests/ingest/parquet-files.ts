import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import type { ManifestRow } from '../../src/core/dataset.ts';
import { isRefused, type RefusedRow } from '../../src/ingest/manifest/format.ts';
import type { OpenManifest } from '../../src/ingest/manifest/open.ts';

type Options = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'>;

/** Writes a parquet file into `folder`, and answers its path. */
export async function write(
  folder: string,
  name: string,
  columnData: ColumnSource[],
  options: Options = {},
): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, new Uint8Array(parquetWriteBuffer({ columnData, ...options })));
  return path;
}

export async function readAll(manifest: OpenManifest) {
  const rows: (ManifestRow | RefusedRow)[] = [];
  for await (const row of manifest.rows()) rows.push(row);
  const refused: Record<string, number> = {};
  for (const row of rows) if (isRefused(row)) refused[row.refused] = (refused[row.refused] ?? 0) + 1;
  return { rows, kept: rows.filter((row) => !isRefused(row)), refused };
}

/** LAION-400M's columns with one row for each value of each list; the last value is repeated. */
export function laionColumns(values: Record<string, unknown[]>): ColumnSource[] {
  const defaults: Record<string, unknown[]> = {
    SAMPLE_ID: [1n],
    URL: ['https://a.example/x.jpg'],
    TEXT: ['text'],
    HEIGHT: [10],
    WIDTH: [20],
    LICENSE: ['?'],
    NSFW: ['UNLIKELY'],
    similarity: [0.3],
  };
  const types = { SAMPLE_ID: 'INT64', HEIGHT: 'INT32', WIDTH: 'INT32', similarity: 'DOUBLE' } as const;
  const rows = Math.max(...Object.values(values).map((list) => list.length), 1);
  return Object.entries({ ...defaults, ...values }).map(([name, list]) => ({
    name,
    data: Array.from({ length: rows }, (_, at) => list[Math.min(at, list.length - 1)]),
    type: types[name as keyof typeof types] ?? 'STRING',
  }));
}
