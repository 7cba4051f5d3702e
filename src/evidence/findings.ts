import type { Software } from '../runtime/software.ts';
import type { Coverage, FalsePositives, NotSearched, Verdict } from '../api/check-result.ts';
import type { MatchChannel } from '../api/channel.ts';
import type { Geometry } from '../api/geometry.ts';
import type { Match } from '../api/match.ts';
import type { Grade } from '../core/evidence.ts';
import type { PictureFacts } from '../api/picture.ts';
import type { Orientation } from '../core/picture.ts';
import type { CurrentPicture } from '../api/current-picture.ts';
import type { KeptRow } from '../db/kept-rows.ts';
import type { LinkCheck } from '../net/link-check.ts';

/** One file of an index, as its segment's manifest states it. */
interface SegmentFileFacts {
  name: string;
  bytes: number;
  sha256: string;
}

/** A piece of the index that was searched. */
export interface SegmentFacts {
  id: string;
  rows: number;
  /** sha256 of the segment's own manifest, as the database recorded it when the segment was published. */
  checksum: string | null;
  publishedAt: string | null;
  engine: string | null;
  files: SegmentFileFacts[];
}

/** The index of a dataset that was searched, piece by piece. */
export interface SearchedIndex {
  dataset: string;
  release: string;
  model: string;
  modelRevision: string;
  dimensions: number;
  segments: SegmentFacts[];
}

/** A model whose numbers the search rests on. */
export interface UsedModel {
  name: string;
  title: string;
  /** As installed: a pulled model's names its weights too. */
  revision: string;
  source: string;
  files: { path: string; sha256: string | null }[];
}

/** A row that was found, with everything that speaks for it. */
export interface EvidenceMatch {
  grade: Grade;
  /** How often the grade was wrong when it was measured; null of a part, of which that was not measured. */
  precision: FalsePositives | null;
  row: KeptRow;
  view: Match['view'];
  pdqDistance: number | null;
  similarity: number | null;
  geometry: Geometry | null;
  compared: boolean;
  channels: MatchChannel[];
  /** What its address gave when the pack was made. */
  link: LinkCheck;
  /** What an earlier comparison with the picture at the address said; null where there was none. */
  livePicture: CurrentPicture | null;
}

/** Everything a pack says, as plain JSON: no picture is in it, and no keypoints. */
export interface EvidenceFindings {
  /** When the pack was made, ISO 8601 in UTC. */
  createdAt: string;
  software: Software;
  /** How to reach whoever runs the service, as they state it; null where they state nothing. */
  operator: string | null;
  check: {
    id: string;
    checkedAt: string;
    picture: PictureFacts;
    /** PDQ of each orientation, which is what rows are compared with. */
    orientedPdq: Record<Orientation, string>;
    verdict: Verdict;
  };
  coverage: Coverage[];
  notSearched: NotSearched[];
  indexes: SearchedIndex[];
  models: UsedModel[];
  /** Rows that were found, strongest first; neither parts nor look-alikes are any. */
  matches: EvidenceMatch[];
  /** Rows that hold a part of the picture; findings of earlier versions have none. */
  parts?: EvidenceMatch[];
  /** Rows that were found, or hold a part, and are kept out of every answer since, at somebody's wish. */
  rowsSuppressed: number;
}
