import { format } from 'prettier';
import type { Measured } from '../../../src/core/measured-counts.ts';
import type { Evaluation } from '../evaluate.ts';
import { setInWords } from './text.ts';

/** As `.prettierrc` says of the project's own files. */
const STYLE = { parser: 'typescript', printWidth: 110, singleQuote: true, trailingComma: 'all' } as const;

/**
 * The text of `src/core/measured.ts` as this evaluation would have it; null where the whole check was not asked.
 * @param measuredOn YYYY-MM-DD
 */
export async function measuredFile(evaluation: Evaluation, measuredOn: string): Promise<string | null> {
  if (evaluation.sizes.length === 0) return null;
  const how = `npm run eval: ${setInWords(evaluation)}`;
  const measured: Measured = { measuredOn, how, sizes: evaluation.sizes };
  const text =
    "import type { Measured } from './measured-counts.ts';\n\n" +
    '/** Written by `npm run eval` as `measured.ts` in the folder of its report; nothing here is set by hand. */\n' +
    `export const MEASURED: Measured = ${JSON.stringify(measured)};\n`;
  return format(text, STYLE);
}
