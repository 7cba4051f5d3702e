// Evaluates copy detection on pictures of your own:
//
//   npm run build && npm run eval -- --pictures DIR [options]
//
// Every picture becomes a row of one of two datasets, and stands beside drawn rows that show something else. Then
// every edit of every picture (a crop, a meme, a photograph of a print …) is asked for through the very service
// that answers artists: once in all datasets, where its row should be found, and once without its own dataset,
// where every match is false. Each stage is asked by itself as well. The answer is a table on standard output, and
// result.json, result.md and report.html in the folder of --out. The report holds small copies of the pictures
// that were missed: hand it only to whom you would show them.
//
//   --pictures DIR        JPEG, PNG, WebP, GIF, TIFF or AVIF files; all become rows, of 400 pixels at most
//   --others DIR          files, however deep, of which every one is another picture than every other, but for the
//                         groups of variants.json at its top ({"variants": [["flat/a.jpg", "flat/b.jpg"], …]}); rows of
//                         1024 pixels at most. A picture's kind is its topmost folder. Several times, or with commas
//   --drawn N             pictures to draw of each of --drawn-kinds, as further pictures or instead of a folder
//   --drawn-kinds illustrations   all, or of illustrations (they share nothing), figures (one character in new poses),
//                         templates (cards, charts and pages with other content), logos (on one plain ground) and views
//                         (an even number and the next are one scene from two places), with commas between; each drawn
//                         picture is another one than every other
//   --sample N            how many of the pictures are edited and asked, chosen by the seed; all when left out
//   --edits all           all, 20 (the standard ones), hard, truth (ten at 800 pixels), or names with commas between;
//                         with --others and with drawn sets the unedited picture is asked in any case
//   --distractors N       drawn rows beside the pictures', up to 100,000 or so
//   --rows N,N            instead: sizes of the index, such as 1000,10000,100000. The same checks are asked at each, and
//                         the tables are of the largest
//   --distractor-dir DIR  pictures that are rows and are never asked
//   --model pocket        model cards, or folders that hold a model laid out as assets/pocket, with commas between;
//                         the first card is the index's, and all are compared by the embedding alone
//   --stage all           all, or some of pipeline, candidates, pdq, embedding, geometry, with commas between
//   --out eval-report     folder of the report
//   --data DIR            keeps what was indexed, so that the same set is not indexed again; each set has a folder
//                         of its own in it, and a new one once a picture, the model or the code that indexes changed
//   --seed 1              of the sample, the edits and the drawings; the same seed gives the same counts
//
// What an artist is told of wrong answers is measured per check: a check counts as answered "found" where any row but
// the picture's own and its variants is identical, a copy or edited, as if the picture were not in the index. It is
// counted by kind and by size of the index, with the pictures that the checks are of; the folder of --out then holds
// measured.ts, which takes the place of src/core/measured.ts:
//
//   cp eval-report/measured.ts src/core/measured.ts
//
// What the columns say: the grades of the own row; found (identical, copy or edited); first (the own row comes
// before all other rows); recall@100 (it is among the candidates, the 100 nearest of all rows); PDQ alone (within 31
// in any orientation); a model alone (the nearest row of all, by exact search, the picture as it lies) and its
// recall@50 (the own row is among the 50 nearest so); geometry alone (the keypoints confirm it); false (pairs of
// an edit and a row that is claimed to hold it, and does not). Variants are neither right nor false, nor are, of
// --pictures, rows that show the same picture before any edit; they are listed.
//
// Another edit is a change in edits/ and its line in edits/registry.ts; another kind of drawing the same in drawn/.
import { join } from 'node:path';
import { evaluate } from './evaluate.ts';
import { parseOptions } from './options.ts';
import { writeReport } from './report/write.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  const evaluation = await evaluate(options, false);
  console.log(await writeReport(evaluation, options.out));
  console.error(`The pictures of what was missed or wrong: ${join(options.out, 'report.html')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
