import type { MatchedArea } from '../api/geometry.ts';
import { drawing, element } from './elements.ts';

const FRAME: MatchedArea['polygon'] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/**
 * A picture with the matched area drawn on it: an outline, and what lies outside of it dimmed. The places are
 * fractions of the picture as the browser shows it, upright; so the service measured it too.
 * @param words the text alternative of the drawing
 */
export function withArea(
  image: HTMLImageElement,
  { polygon, whole }: MatchedArea,
  words: string,
): HTMLElement {
  const corners = (whole ? FRAME : polygon).map(([x, y]) => `${x},${y}`);
  return element(
    'span',
    { class: 'with-area' },
    image,
    drawing(
      'svg',
      { class: 'area', viewBox: '0 0 1 1', preserveAspectRatio: 'none', role: 'img', 'aria-label': words },
      drawing('path', {
        class: 'area-rest',
        'fill-rule': 'evenodd',
        d: `M0,0H1V1H0Z M${corners.join('L')}Z`,
      }),
      // Two lines, light on dark, to be seen on any picture.
      drawing('polygon', { class: 'area-edge under', points: corners.join(' ') }),
      drawing('polygon', { class: 'area-edge', points: corners.join(' ') }),
    ),
  );
}
