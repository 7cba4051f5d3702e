import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../db/database.ts';
import { publishSegment } from '../../db/indexes.ts';
import type { SegmentBuilder } from '../../index/segment-builder.ts';
import type { EmbeddingSpace } from '../../index/segment-manifest.ts';
import type { SegmentEntry } from '../../index/segment-writer.ts';

/** The engine of new segments; `index/registry.ts` lists them all. */
const ENGINE = 'hnsw';

/**
 * Writes one segment and announces it: afterwards either all of `entries` can be searched, or none can and
 * nothing of the attempt is left.
 */
export async function publish(
  database: Database,
  builder: SegmentBuilder,
  segmentsDir: string,
  indexId: number,
  space: EmbeddingSpace,
  entries: readonly SegmentEntry[],
): Promise<void> {
  const segment = await builder.build({ engine: ENGINE, ...space }, entries);
  // Of the manifest, which holds the checksum of every file: one number stands for the whole segment.
  const checksum = createHash('sha256').update(JSON.stringify(segment)).digest('hex');
  try {
    await publishSegment(
      database,
      indexId,
      { id: segment.id, rows: segment.rows, checksum },
      entries.map(({ imageId }) => imageId),
    );
  } catch (error) {
    await rm(join(segmentsDir, segment.id), { recursive: true, force: true });
    throw error;
  }
}
