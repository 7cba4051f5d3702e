import type { Database } from '../db/database.ts';
import type { PublishedIndex } from '../db/indexes.ts';
import { findSegments, type SegmentRecord } from '../db/segments.ts';
import { TrainspotError } from '../core/errors.ts';
import { findModelCard } from '../models/models.ts';
import { knownModelFiles } from '../models/store.ts';
import { readManifest, type SegmentManifest } from '../index/segment/manifest.ts';
import type { SearchedIndex, SegmentFacts, UsedModel } from './findings.ts';

/** What of an index tells which one it was. */
export type IndexIdentity = Pick<
  PublishedIndex,
  'dataset' | 'release' | 'model' | 'modelRevision' | 'dimensions' | 'segmentIds'
>;

/**
 * The indexes with each of their segments: its checksum as it was recorded when it was published, its files as its own
 * manifest states them. Of a segment that was merged into others since, as much is left out as is gone.
 */
export async function describeIndexes(
  indexes: readonly IndexIdentity[],
  database: Database,
  segmentsDir: string,
): Promise<SearchedIndex[]> {
  const described: SearchedIndex[] = [];
  for (const { segmentIds, dataset, release, model, modelRevision, dimensions } of indexes) {
    const records = new Map((await findSegments(database, segmentIds)).map((record) => [record.id, record]));
    const segments: SegmentFacts[] = [];
    for (const id of segmentIds) {
      segments.push(segmentFacts(id, records.get(id) ?? null, await manifestOf(segmentsDir, id)));
    }
    described.push({ dataset, release, model, modelRevision, dimensions, segments });
  }
  return described;
}

/** The models of these indexes, each once, with the sha256 of their files. */
export async function describeModels(
  indexes: readonly Pick<IndexIdentity, 'model' | 'modelRevision'>[],
  modelsDir: string,
): Promise<UsedModel[]> {
  const revisions = new Map(indexes.map(({ model, modelRevision }) => [model, modelRevision]));
  return Promise.all(
    [...revisions].map(async ([name, revision]) => {
      const card = findModelCard(name);
      const files = await knownModelFiles(card, modelsDir);
      return { name, title: card.title, revision, source: card.source, files };
    }),
  );
}

function segmentFacts(
  id: string,
  record: SegmentRecord | null,
  manifest: SegmentManifest | null,
): SegmentFacts {
  return {
    id,
    rows: record?.rows ?? manifest?.rows ?? 0,
    checksum: record?.checksum ?? null,
    publishedAt: record?.publishedAt.toISOString() ?? null,
    engine: manifest?.engine ?? null,
    files: Object.entries(manifest?.files ?? {}).map(([name, { bytes, sha256 }]) => ({
      name,
      bytes,
      sha256,
    })),
  };
}

async function manifestOf(segmentsDir: string, id: string): Promise<SegmentManifest | null> {
  try {
    return await readManifest(segmentsDir, id);
  } catch (error) {
    if (error instanceof TrainspotError && error.code === 'segment-corrupt') return null;
    throw error;
  }
}
