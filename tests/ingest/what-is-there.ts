import { join } from 'node:path';
import { expect } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import type { EmbeddingSpace } from '../../src/index/segment/manifest.ts';
import { openSegment } from '../../src/index/segment/open-segment.ts';

/**
 * Every row with what the database and the index hold of it, in one order; and that the index holds each once, in
 * segments of no more than `mostRows`.
 */
export async function whatIsThere(
  database: Database,
  dataDir: string,
  space: EmbeddingSpace,
  mostRows: number,
): Promise<string[]> {
  const saved = await database.query<{ id: number; row: string }>(
    `select i.id, concat_ws(' ', f.name, i.row_id, i.url, i.caption) as row
     from images i join manifest_files f on f.id = i.file_id`,
  );
  const names = new Map(saved.map(({ id, row }) => [id, row]));
  const listed = await listedSegments(database);
  const found: string[] = [];
  for (const { id, rows } of listed) {
    const segment = await openSegment(join(dataDir, 'segments'), id, space);
    expect(segment.manifest.rows).toBe(rows);
    expect(rows).toBeLessThanOrEqual(mostRows);
    for (let ordinal = 0; ordinal < rows; ordinal++) {
      const { imageId, vector } = segment.entry(ordinal);
      found.push(
        `${names.get(imageId)}: ${Array.from(vector)
          .map((value) => value.toFixed(3))
          .join()}`,
      );
    }
    segment.close();
  }
  expect(new Set(found).size).toBe(saved.length);
  expect(found.length).toBe(saved.length);
  const [{ indexed }] = await database.query<{ indexed: number }>(
    `select count(*) as indexed from indexed_images n
     join segments s on s.id = n.segment_id join segments held on held.id = coalesce(s.merged_into, s.id)
     where held.retired_at is null`,
  );
  expect(indexed).toBe(saved.length);
  return found.toSorted();
}

/** That every segment that is listed is whole. */
export async function expectWholeSegments(
  database: Database,
  dataDir: string,
  space: EmbeddingSpace,
): Promise<void> {
  const segmentsDir = join(dataDir, 'segments');
  for (const { id, rows } of await listedSegments(database)) {
    const segment = await openSegment(segmentsDir, id, space);
    expect(segment.manifest.rows).toBe(rows);
    segment.close();
  }
}

function listedSegments(database: Database): Promise<{ id: string; rows: number }[]> {
  return database.query('select id, rows from segments where retired_at is null');
}
