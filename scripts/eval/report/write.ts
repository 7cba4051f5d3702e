import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../evaluate.ts';
import { asHtml } from './html.ts';
import { asMarkdown } from './text.ts';

/**
 * Writes `result.json`, `result.md` and `report.html` into a folder, which is made if need be.
 * @returns the Markdown
 */
export async function writeReport(evaluation: Evaluation, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const markdown = asMarkdown(evaluation);
  await writeFile(join(folder, 'result.json'), asJson(evaluation));
  await writeFile(join(folder, 'result.md'), markdown);
  await writeFile(join(folder, 'report.html'), asHtml(evaluation));
  return markdown;
}

/** Everything but the pictures. */
function asJson({ options, pipelineModel, rows, asked, table, twins, outcomes }: Evaluation): string {
  const edits = options.edits.map(({ name, group }) => ({ name, group }));
  const told = { options: { ...options, edits }, pipelineModel, rows, asked, table, twins, outcomes };
  return `${JSON.stringify(told, null, 1)}\n`;
}
