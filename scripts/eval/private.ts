// Whether a check in the browser is answered as an upload of the same file is: every picture is a row, some are asked in
// several edits, in both ways, by Chromium and the page as it is built (`npm run build`).
//
//   npx tsx scripts/eval/private.ts --pictures DIR [--sample 40] [--edits jpeg-30,crop-60,mirrored,bars,large-text]
//
// Takes what scripts/eval/main.ts takes of pictures. Prints the pairs of answers that differ, how many are alike, and what
// each way sends, receives and takes. CHROMIUM is the browser's program.
import { parseOptions } from './options.ts';
import { compareWays, type WayCosts } from './ways/compare-ways.ts';

const words = process.argv.slice(2);
if (!words.includes('--edits')) words.push('--edits', 'jpeg-30,crop-60,mirrored,bars,large-text');
const found = await compareWays(parseOptions(words), process.env['CHROMIUM'] ?? '/usr/bin/chromium', false);

for (const differing of found.differing) console.log(differing);
console.log(
  `${found.checks} checks of ${found.pictures} pictures among ${found.rows}: ${found.alike} answers alike, ` +
    `${found.sameGrades} with the same rows in the same grades.\n` +
    `Rows sent to be looked at: ${(found.rowsSent / found.checks).toFixed(1)} a check.`,
);
tell('upload', found.upload);
tell('private', found.private);

function tell(way: string, { sent, received, seconds }: WayCosts): void {
  console.log(
    `${way}: sent ${middle(sent)} bytes, received ${middle(received)}, ${middle(seconds).toFixed(2)} s (medians; ` +
      `at most sent ${Math.max(...sent)}, received ${Math.max(...received)}).`,
  );
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
