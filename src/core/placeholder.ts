import { isClear } from './evidence.ts';

/**
 * A placeholder is one picture that a host shows in the place of many, "image removed" or the like; it is no row's. This is the rule
 * by which it is known: the same picture (`showTheSame`) stands at different addresses, and the vectors of their rows say that they
 * were made of different pictures. Of rows without a vector nobody can tell, and one picture may well stand at a hundred
 * addresses. The rows of one check are judged so in `check/live/placeholders-among.ts`, by how far each vector is from the
 * query's; all rows that were ever looked at in `seen/stands-for-others.ts`, by the vectors themselves.
 */
export const PLACEHOLDER = 'placeholder';

/** What a host shows then, in words that go on "it shows …". */
export const ONE_FOR_MANY =
  'one and the same picture in the place of many different ones, as where pictures were removed';

/** By which a picture is known wherever it stands. */
export interface KnownBy {
  sha256: string;
  pdq: string;
  pdqQuality: number;
}

/** The hash by which a picture is known beside its file: of a plain one it is that of many others, so there is none. */
export function tellingHash({ pdq, pdqQuality }: Omit<KnownBy, 'sha256'>): string | null {
  return isClear(pdqQuality) ? pdq : null;
}

/** Whether two addresses show the same picture: the same file, or one that is in no way to be told from it. */
export function showTheSame(a: KnownBy, b: KnownBy): boolean {
  return a.sha256 === b.sha256 || (tellingHash(a) !== null && tellingHash(a) === tellingHash(b));
}
