import type { Database } from './database.ts';

/** Where the vector of a row lies. */
export interface VectorPlace {
  /** `images.id`. */
  imageId: number;
  indexId: number;
  /** Name of the index's model card, and the revision whose vectors it holds. */
  model: string;
  modelRevision: string;
  segmentId: string;
}

/** The segments that hold these rows; a row that was taken into two indexes has two places. */
export function vectorPlaces(database: Database, imageIds: readonly number[]): Promise<VectorPlace[]> {
  return database.query<VectorPlace>(
    `select n.image_id as "imageId", n.index_id as "indexId", x.model, x.model_revision as "modelRevision",
       coalesce(s.merged_into, s.id) as "segmentId"
     from indexed_images n join indexes x on x.id = n.index_id join segments s on s.id = n.segment_id
     where n.image_id = any ($1::bigint[])
     order by n.index_id, 5, n.image_id`,
    [imageIds],
  );
}
