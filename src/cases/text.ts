import { TrainspotError } from '../core/errors.ts';
import { printableLines } from '../core/text.ts';

/** The text as people may read it, without blanks around it. @throws TrainspotError `case-invalid` where it is too long */
export function readText(name: string, text: string, longest: number): string {
  const said = printableLines(text).trim();
  if (said.length <= longest) return said;
  throw new TrainspotError(
    'case-invalid',
    `'${name}' has ${said.length} characters; at most ${longest} are taken.`,
  );
}
