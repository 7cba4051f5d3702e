import { localFile } from '../../src/ingest/inputs/local.ts';
import { writeFile } from 'node:fs/promises';
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readParquet } from '../../src/ingest/manifest/containers/parquet.ts';
import { taken } from './chunks.ts';

export type Options = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData' | 'schema'>;

export type Column = [elements: SchemaElement[], data: unknown[]];

export const leaf = (
  name: string,
  type: SchemaElement['type'],
  more: Partial<SchemaElement> = {},
): SchemaElement => ({
  name,
  type,
  repetition_type: 'OPTIONAL',
  ...more,
});

export const text = (name: string): SchemaElement => leaf(name, 'BYTE_ARRAY', { converted_type: 'UTF8' });

export const urls = (count: number): Column => [
  [text('url')],
  Array.from({ length: count }, (_, n) => `https://a.example/${n}.jpg`),
];

export const listOf = (name: string, element: SchemaElement): SchemaElement[] => [
  { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { ...element, name: 'element' },
];

/** Writes columns, each given by its part of the schema. @returns the path */
export async function putColumns(
  path: string,
  columns: readonly Column[],
  options: Options = {},
): Promise<string> {
  const schema = [
    { name: 'root', num_children: columns.length },
    ...columns.flatMap(([elements]) => elements),
  ];
  const columnData = columns.map(([[{ name: column }], data]) => ({ name: column, data }));
  await writeFile(path, new Uint8Array(parquetWriteBuffer({ schema, columnData, ...options })));
  return path;
}

/** All that a file holds. */
export async function records(path: string) {
  const file = await readParquet(localFile(path));
  return taken(file.records(file.columns));
}
