import { signal } from '@preact/signals';
import type { CheckResult } from '../../api/check-result.ts';
import type { Match } from '../../api/match.ts';
import type { Verification } from '../../api/verification.ts';
import { isFound } from '../../core/evidence.ts';

/** How far the check is that was asked for last. */
export type AnswerState =
  | { kind: 'idle' }
  /** @property words what is done now @property share how much of that is, 0 to 1; null where nobody knows */
  | { kind: 'busy'; words: string; share: number | null }
  | { kind: 'failed'; error: unknown; again: () => void }
  | { kind: 'answered'; result: CheckResult };

/** A comparison that was asked for by hand, and whether it changed the answer at the top of the page. */
export type Compared = Verification & { verdictChanged: boolean };

/** What became of a row's picture in this browser; of those that nobody asked for there is nothing. */
export type PictureStage = 'loading' | 'loaded' | 'gone';

/** All of it is of one check and changed by `run.ts`, but for what the artist chooses to see. */
export const answer = signal<AnswerState>({ kind: 'idle' });
/** The address within this page of the artist's own picture; null where it is not here. */
export const own = signal<string | null>(null);
/** By the rows' numbers in the check. */
export const compared = signal<ReadonlyMap<number, Compared>>(new Map());
export const pictures = signal<ReadonlyMap<number, PictureStage>>(new Map());
/** Whether what the service still does with the answer is followed no more: the connection broke. */
export const isLost = signal(false);
/** Whether the look-alikes are unfolded. */
export const areAlikesOpen = signal(false);

/** Forgets all that was of the check before. */
export function clearAnswer(): void {
  compared.value = new Map();
  pictures.value = new Map();
  areAlikesOpen.value = false;
  isLost.value = false;
}

export function setPicture(n: number, stage: PictureStage): void {
  pictures.value = new Map(pictures.value).set(n, stage);
}

/** A row as it is known now: comparing it by hand may have changed what it is, in the list that it stands in. */
export function asCompared(row: Match): Match {
  return compared.value.get(row.n)?.match ?? row;
}

/** How many of the rows of a list turned out by hand to be the picture, and how many to hold a part of it. */
export function turnedOut(rows: readonly Match[]): { found: number; inPart: number } {
  const grades = rows.flatMap(({ n }) => compared.value.get(n)?.match.grade ?? []);
  return {
    found: grades.filter(isFound).length,
    inPart: grades.filter((grade) => grade === 'part').length,
  };
}
