import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../db/database.ts';
import { retireSegments } from '../../db/indexes.ts';
import { forgetSegment, retiredSegments } from '../../db/segments.ts';

/** A server takes up what is published within seconds; nobody reads a retired segment after this. */
const KEPT_MS = 3_600_000;

/** Takes every segment out of an index and from the disk. */
export async function retireAll(database: Database, segmentsDir: string, indexId: number): Promise<void> {
  for (const id of await retireSegments(database, indexId)) {
    await rm(join(segmentsDir, id), { recursive: true, force: true });
  }
}

/** Removes the folders of segments that were retired an hour ago or more; younger ones may still be read. */
export async function removeRetired(database: Database, segmentsDir: string): Promise<void> {
  for (const id of await retiredSegments(database, KEPT_MS)) {
    await rm(join(segmentsDir, id), { recursive: true, force: true });
    await forgetSegment(database, id);
  }
}
