import { join } from 'node:path';
import type { TrainspotError } from '../../core/errors.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import type { SegmentOffset } from '../search/nearest.ts';
import { openKeypointFile, KEYPOINTS_FILE, type KeypointFile } from './keypoint-file.ts';

/** The keypoints files of the segments that are open, one handle each. */
export interface OpenKeypointFiles {
  /** Opens the files of these segments, all of them or none. @throws TrainspotError `segment-corrupt` */
  open(segmentIds: readonly string[]): Promise<void>;
  /** Reads what is at these places; null also where the segment is not open. Damage is told, of which place, and is null then. */
  read(
    places: readonly SegmentOffset[],
    damaged: (error: TrainspotError, i: number) => void,
  ): Promise<(KeypointBytes | null)[]>;
  /** Closes the files of these segments, each after the reads of it that are under way. */
  drop(segmentIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Holds no file at first. @param segmentsDir the folder of the segments' folders */
export function holdKeypointFiles(segmentsDir: string): OpenKeypointFiles {
  const files = new Map<string, KeypointFile>();

  async function drop(segmentIds: readonly string[]): Promise<void> {
    const dropped = segmentIds.flatMap((id) => files.get(id) ?? []);
    for (const id of segmentIds) files.delete(id);
    await Promise.all(dropped.map((file) => file.close()));
  }

  return {
    async open(segmentIds) {
      const opened: string[] = [];
      try {
        for (const id of segmentIds) {
          files.set(id, await openKeypointFile(join(segmentsDir, id, KEYPOINTS_FILE), id));
          opened.push(id);
        }
      } catch (error) {
        await drop(opened);
        throw error;
      }
    },
    read: (places, damaged) =>
      Promise.all(
        places.map(async ({ segmentId, ordinal }, i) => {
          try {
            return (await files.get(segmentId)?.read(ordinal)) ?? null;
          } catch (error) {
            damaged(error as TrainspotError, i);
            return null;
          }
        }),
      ),
    drop,
    close: () => drop([...files.keys()]),
  };
}
