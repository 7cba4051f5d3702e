import { TrainspotError } from '../../core/errors.ts';

/** The text without blanks around it. @throws TrainspotError `case-invalid` where it is too long */
export function readText(name: string, text: string, longest: number): string {
  const said = text.trim();
  if (said.length <= longest) return said;
  throw new TrainspotError(
    'case-invalid',
    `'${name}' has ${said.length} characters; at most ${longest} are taken.`,
  );
}
