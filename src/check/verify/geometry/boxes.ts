import { BOXES, UNIT } from '../../../core/calibration.ts';
import type { QueryPixels } from '../../../core/picture.ts';
import type { Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import type { AffineTransform } from './affine-transform.ts';

/** A part of the query, in its own pixels' unit. */
export interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The parts of a query that may be all of a row's content: its own content, and what lies by itself in it. */
export function partsOf(query: Keypoints, { parts }: QueryPixels): Part[] {
  const [width, height] = [query.width / UNIT, query.height / UNIT];
  const { content } = query;
  return [
    {
      left: content.left / UNIT,
      top: content.top / UNIT,
      width: content.width / UNIT,
      height: content.height / UNIT,
    },
    ...parts.map((part) => ({
      left: part.left * width,
      top: part.top * height,
      width: part.width * width,
      height: part.height * height,
    })),
  ];
}

/** The same part of the mirrored query. */
export function mirroredPart(part: Part, query: Keypoints): Part {
  return { ...part, left: query.width / UNIT - part.left - part.width };
}

/**
 * The placements that lay a part of the query on the whole content of the row's picture: where so little stands out that
 * keypoints propose none, as of a mark or a letter, the box around what is drawn does. None where their sides differ.
 */
export function placementsByBox(parts: readonly Part[], { content }: Keypoints): AffineTransform[] {
  return parts.flatMap((part): AffineTransform[] => {
    const [across, down] = [content.width / UNIT / part.width, content.height / UNIT / part.height];
    const stretch = across / down;
    if (stretch > BOXES.mostStretch || stretch < 1 / BOXES.mostStretch) return [];
    const [left, top] = [content.left / UNIT, content.top / UNIT];
    return [[across, 0, left - across * part.left, 0, down, top - down * part.top]];
  });
}

/** The placement that lays the one frame on the other: of a mark under a caption, the box around what is drawn is another one. */
export function placementByFrame(query: Keypoints, row: Keypoints): AffineTransform[] {
  const [across, down] = [row.width / query.width, row.height / query.height];
  const stretch = across / down;
  return stretch > BOXES.mostStretch || stretch < 1 / BOXES.mostStretch ? [] : [[across, 0, 0, 0, down, 0]];
}
