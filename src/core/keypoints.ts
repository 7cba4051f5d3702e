/**
 * A picture's keypoints as bytes, 6 KB at most: places, sizes, angles and 256-bit descriptors. Enough to tell whether
 * another picture shows the same thing, and no picture can be rebuilt from it. Written and read by `image/keypoints/`;
 * elsewhere it is only carried.
 */
export type KeypointBytes = Uint8Array;
