/**
 * A picture's keypoints as bytes, 8 KB at most: places, sizes, angles and 256-bit descriptors. Enough to tell whether
 * another picture shows the same thing; what could be guessed of the picture from it: docs/evidence.md, "What could be
 * seen of a picture in what is kept". Written and read by `fingerprint/keypoints/`; elsewhere it is only carried.
 */
export type KeypointBytes = Uint8Array;
