import type { RgbPicture } from '../../src/core/picture.ts';

/** What is used of OpenCV's WebAssembly build, which has no types that fit it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type OpenCv = any;

const LONGER_SIDE = 320;
const ROW_KEYPOINTS = 160;
const QUERY_KEYPOINTS = 400;
const RATIO = 0.8;
const REPROJECTION_PX = 4;

interface Orb {
  points: number[];
  descriptors: OpenCv;
}

/** Waits for the runtime: the module is thenable, and awaiting it would never return. */
function started(cv: OpenCv): Promise<void> {
  return new Promise((resolve) => {
    if (cv.Mat) resolve();
    else cv.onRuntimeInitialized = () => resolve();
  });
}

/** ORB keypoints, brute-force matches with a ratio, and the inliers of a homography by RANSAC. */
export async function openCvOrb(cv: OpenCv, mirrored: (picture: RgbPicture) => RgbPicture) {
  await started(cv);
  const matcher = new cv.BFMatcher(cv.NORM_HAMMING, false);
  const none = new cv.Mat();

  function keypoints({ width, height, data }: RgbPicture, most: number): Orb {
    const source = cv.matFromArray(height, width, cv.CV_8UC3, data);
    const grey = new cv.Mat();
    cv.cvtColor(source, grey, cv.COLOR_RGB2GRAY);
    const scale = LONGER_SIDE / Math.max(width, height);
    cv.resize(
      grey,
      grey,
      new cv.Size(Math.round(width * scale), Math.round(height * scale)),
      0,
      0,
      cv.INTER_AREA,
    );
    // The constructor with arguments wants a type that the build leaves out.
    const orb = new cv.ORB();
    orb.setMaxFeatures(most);
    const found = new cv.KeyPointVector();
    const descriptors = new cv.Mat();
    orb.detectAndCompute(grey, none, found, descriptors);
    const points: number[] = [];
    for (let i = 0; i < found.size(); i++) points.push(found.get(i).pt.x, found.get(i).pt.y);
    for (const used of [source, grey, orb, found]) used.delete();
    return { points, descriptors };
  }

  function inliersOf(query: Orb, row: Orb): number {
    if (query.descriptors.rows < 4 || row.descriptors.rows < 4) return 0;
    const matches = new cv.DMatchVectorVector();
    matcher.knnMatch(query.descriptors, row.descriptors, matches, 2);
    const [from, to]: number[][] = [[], []];
    for (let i = 0; i < matches.size(); i++) {
      const pair = matches.get(i);
      const [best, second] = [pair.get(0), pair.get(1)];
      if (best.distance >= RATIO * second.distance) continue;
      from.push(query.points[2 * best.queryIdx], query.points[2 * best.queryIdx + 1]);
      to.push(row.points[2 * best.trainIdx], row.points[2 * best.trainIdx + 1]);
    }
    matches.delete();
    if (from.length < 8) return 0;
    const source = cv.matFromArray(from.length / 2, 1, cv.CV_32FC2, from);
    const target = cv.matFromArray(to.length / 2, 1, cv.CV_32FC2, to);
    const mask = new cv.Mat();
    cv.findHomography(source, target, cv.RANSAC, REPROJECTION_PX, mask).delete();
    const count = cv.countNonZero(mask);
    for (const used of [source, target, mask]) used.delete();
    return count;
  }

  return {
    row: (picture: RgbPicture) => keypoints(picture, ROW_KEYPOINTS),
    query: (picture: RgbPicture) => [
      keypoints(picture, QUERY_KEYPOINTS),
      keypoints(mirrored(picture), QUERY_KEYPOINTS),
    ],
    inliers: (queries: Orb[], row: Orb) => Math.max(...queries.map((query) => inliersOf(query, row))),
  };
}
