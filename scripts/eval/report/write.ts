import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../evaluate.ts';
import { asHtml } from './html.ts';
import { measuredFile } from './measured-file.ts';
import { asMarkdown } from './text.ts';

/**
 * Writes `result.json`, `result.md` and `report.html` into a folder, which is made if need be, and `measured.ts`, the
 * file of `src/core/` that holds what artists are told, where the whole check was asked.
 * @returns the Markdown
 */
export async function writeReport(evaluation: Evaluation, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const markdown = asMarkdown(evaluation);
  await writeFile(join(folder, 'result.json'), asJson(evaluation));
  await writeFile(join(folder, 'result.md'), markdown);
  await writeFile(join(folder, 'report.html'), asHtml(evaluation));
  const measured = await measuredFile(evaluation, new Date().toISOString().slice(0, 10));
  if (measured !== null) await writeFile(join(folder, 'measured.ts'), measured);
  return markdown;
}

/** Everything but the pictures. */
function asJson({ options, ...found }: Evaluation): string {
  const edits = options.edits.map(({ name, group }) => ({ name, group }));
  const told = { ...found, gallery: undefined };
  return `${JSON.stringify({ options: { ...options, edits }, ...told }, null, 1)}\n`;
}
