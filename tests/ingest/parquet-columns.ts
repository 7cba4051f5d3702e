import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';

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
