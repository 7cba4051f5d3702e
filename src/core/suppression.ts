import type { PictureFacts } from './fingerprint.ts';

export const SUPPRESSION_KINDS = ['url', 'domain', 'sha256', 'md5', 'picture'] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

/** What a picture is known by when the picture itself is gone. */
export interface PictureRule extends Pick<PictureFacts, 'sha256' | 'md5' | 'pdqQuality'> {
  /** PDQ hashes of its eight orientations. */
  pdqs: readonly string[];
}

/** A wish that rows be hidden: exactly one subject, why, and whose wish it is. */
interface Wish {
  url?: string;
  domain?: string;
  /** False for the host alone. */
  subdomains?: boolean;
  sha256?: string;
  md5?: string;
  reason: string;
  by: string;
}

/** The wish as it comes, with a picture's file. */
export interface SuppressionInput extends Wish {
  picture?: Uint8Array;
}

/** The wish as it is kept, without the picture. */
export interface SuppressionRequest extends Wish {
  picture?: PictureRule;
}

export interface LiftRequest {
  id: number;
  reason: string | null;
  by: string;
}

/** A rule by which rows are hidden from every answer, with who asked for it and why. It is never deleted. */
export interface Suppression {
  id: number;
  kind: SuppressionKind;
  /** The address, domain or hash that was named; of a picture its sha256. */
  subject: string;
  /** Of a domain: whether its subdomains are meant too. */
  subdomains: boolean;
  /** Whether it goes by PDQ hashes too; a picture that is too plain has none to be known by. */
  byPdq: boolean;
  reason: string;
  by: string;
  /** ISO 8601 in UTC. */
  createdAt: string;
  /** Rows that it hides now; 0 once it is lifted. */
  rows: number;
  /** Null while it holds. */
  lifted: { at: string; by: string; reason: string | null } | null;
  /** Of one that was just made: what to do instead, in a sentence, where it hides nothing and it can be told why. */
  hint?: string;
}

export interface SuppressionPage {
  suppressions: Suppression[];
  /** For `after`; null on the last page. */
  next: number | null;
}
