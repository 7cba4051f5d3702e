import type { Answered } from '../false-positives.ts';
import { counted, grouped } from './counts.ts';

/** Such as "Of 4,120 checks of 412 other pictures, none was answered “found”; so at most 93 in 10,000." */
export function falsePositiveWords({ pictures, checks, answeredFound, per10000AtMost }: Answered): string {
  const of = `${counted(checks, 'check')} of ${counted(pictures, 'other picture')}`;
  return `Of ${of}, ${howMany(answeredFound)} answered “found”; so at most ${grouped(per10000AtMost)} in 10,000.`;
}

/** A kind as a person reads it: `drawn-figures` as `drawn figures`. */
export function kindWords(kind: string): string {
  return kind.replaceAll('-', ' ');
}

function howMany(count: number): string {
  if (count === 0) return 'none was';
  return count === 1 ? 'one was' : `${grouped(count)} were`;
}
