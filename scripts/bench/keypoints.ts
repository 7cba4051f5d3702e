// Our keypoints beside OpenCV's ORB in WebAssembly, side by side in one run: what they cost, and what they find.
//
//   npm install --no-save @techstark/opencv-js@4.5.2     (Apache-2.0; for this comparison only)
//   npx tsx scripts/bench/keypoints.ts [--pictures DIR] [--sample 24]
//
// Rows keep 160 keypoints, queries 400, on both sides. OpenCV: ORB at 320 px with its defaults,
// brute-force matching with a ratio of 0.8 in both orientations of the query, a homography by RANSAC at 4 px. Each
// query is an edit of one picture, compared with its own row and with every other one; a side finds a row when
// more inliers agree than in any wrong pair of this run.
import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { comparePictures, queryPicture } from '../../src/check/verify/geometry/compare.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { queryPixels } from '../../src/fingerprint/query-pixels.ts';
import { KEYPOINT_BUDGETS, keypointsOf } from '../../src/fingerprint/keypoints/keypoints.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { startPainters } from '../eval/paint/painters.ts';
import { openCvOrb } from './opencv-orb.ts';

const { values: options } = parseArgs({
  options: {
    pictures: {
      type: 'string',
      default: fileURLToPath(new URL('../../assets/demo/pictures/', import.meta.url)),
    },
    sample: { type: 'string', default: '24' },
  },
});
const EDITS = [
  'quarter-size',
  'crop-40',
  'crop-25',
  'turned-15-45',
  'perspective',
  'thumbnail-crop',
  'print',
  'mixture-b',
];

/** One way to tell that two pictures share something. */
interface Side<Row, Query> {
  row(picture: RgbPicture): Row;
  query(picture: RgbPicture): Query;
  inliers(query: Query, row: Row): number;
}

const ours: Side<ReturnType<typeof keypointsOf>, ReturnType<typeof queryPicture>> = {
  row: (picture) => keypointsOf(picture, KEYPOINT_BUDGETS.row),
  query: (picture) => queryPicture(keypointsOf(picture, KEYPOINT_BUDGETS.query), queryPixels(picture)),
  inliers: (query, row) => comparePictures(query, row)?.inliers ?? 0,
};

/** Sums of what one side needed, in milliseconds of wall time, and what came of it. */
interface Tally {
  keypointsMs: number[];
  pairMs: number[];
  own: Map<string, number[]>;
  wrong: number[];
}

async function tally<Row, Query>(
  side: Side<Row, Query>,
  pictures: readonly RgbPicture[],
  edits: ReadonlyMap<string, readonly RgbPicture[]>,
): Promise<Tally> {
  const sums: Tally = { keypointsMs: [], pairMs: [], own: new Map(), wrong: [] };
  const timed = <Result>(into: number[], work: () => Result): Result => {
    const started = performance.now();
    const result = work();
    into.push(performance.now() - started);
    return result;
  };
  const rows = pictures.map((picture) => timed(sums.keypointsMs, () => side.row(picture)));
  for (const [edit, edited] of edits) {
    const own: number[] = [];
    for (const [i, picture] of edited.entries()) {
      const query = side.query(picture);
      for (const [j, row] of rows.entries()) {
        const count = timed(sums.pairMs, () => side.inliers(query, row));
        (i === j ? own : sums.wrong).push(count);
      }
    }
    sums.own.set(edit, own);
  }
  return sums;
}

function report(name: string, { keypointsMs, pairMs, own, wrong }: Tally): void {
  const median = (values: number[]): string =>
    values.toSorted((a, b) => a - b)[values.length >> 1].toFixed(2);
  const most = Math.max(...wrong);
  console.log(
    `${name}: keypoints of a row ${median(keypointsMs)} ms, a pair ${median(pairMs)} ms; most inliers of ${wrong.length} wrong pairs: ${most}`,
  );
  for (const [edit, counts] of own) {
    const found = counts.filter((count) => count > most).length / counts.length;
    console.log(
      `  ${edit.padEnd(16)} found ${(100 * found).toFixed(0).padStart(3)} %, inliers ${median(counts)}`,
    );
  }
}

const painters = startPainters(1);
const decoded = async (bytes: Uint8Array): Promise<RgbPicture> =>
  (await decodePicture(bytes, 64_000_000)).picture;
const files = readdirSync(options.pictures)
  .filter((name) => /\.(jpe?g|png)$/i.test(name))
  .slice(0, Number(options.sample))
  .map((name) => ({ name, picture: new Uint8Array(readFileSync(join(options.pictures, name))) }));
const pictures = await Promise.all(files.map(({ picture }) => decoded(picture)));
const edits = new Map<string, RgbPicture[]>();
for (const edit of EDITS) {
  const made = files.map(async (file) =>
    decoded(await painters.paint({ kind: 'edit', edit, seed: 1, ...file })),
  );
  edits.set(edit, await Promise.all(made));
}
await painters.close();

const orb = await openCvOrb(createRequire(import.meta.url)('@techstark/opencv-js'), (picture) =>
  orient(picture, 'mirrored'),
);
report('OpenCV ORB (WebAssembly)', await tally(orb, pictures, edits));
report('ours', await tally(ours, pictures, edits));
