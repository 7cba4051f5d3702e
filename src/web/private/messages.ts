import type { Comparisons, Fingerprints } from '../../api/fingerprints.ts';
import type { CheckResult } from '../../api/check-result.ts';
import type { PrivateFiles } from './files.ts';

export type RowsToCompare = NonNullable<CheckResult['toCompare']>;

/** What the thread is asked. */
export type PrivateTask =
  | { kind: 'open'; files: PrivateFiles }
  /** `n` names the picture, which the thread keeps until it is asked for another one. */
  | { kind: 'fingerprint'; n: number; file: Blob }
  | { kind: 'compare'; n: number; rows: RowsToCompare };

/** What it answers. */
export interface PrivateAnswers {
  open: null;
  fingerprint: Fingerprints;
  compare: Comparisons;
}

/** A task with its number, and what is said of it. */
export type ToThread = { id: number; task: PrivateTask };
export type FromThread =
  | { id: number; loaded: number }
  | { id: number; answer: PrivateAnswers[keyof PrivateAnswers] }
  | { id: number; failure: string };
