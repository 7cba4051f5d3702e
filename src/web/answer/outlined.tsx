import type { ComponentChildren } from 'preact';
import type { MatchedArea } from '../../api/geometry.ts';

const FRAME: MatchedArea['polygon'] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/**
 * A picture with the shared part drawn on it: an outline, and what lies outside of it dimmed. The places are
 * fractions of the picture as the browser shows it, upright; so the service measured it too.
 * @property area null draws nothing @property words the text alternative of the drawing
 */
export function Outlined({
  area,
  words,
  hidden,
  children,
}: {
  area: MatchedArea | null;
  words: string;
  hidden?: boolean;
  children: ComponentChildren;
}) {
  return (
    <span class="with-area" hidden={hidden}>
      {children}
      {area && <Outline area={area} words={words} />}
    </span>
  );
}

function Outline({ area: { polygon, whole }, words }: { area: MatchedArea; words: string }) {
  const corners = (whole ? FRAME : polygon).map(([x, y]) => `${x},${y}`);
  return (
    <svg class="area" viewBox="0 0 1 1" preserveAspectRatio="none" role="img" aria-label={words}>
      <path class="area-rest" fill-rule="evenodd" d={`M0,0H1V1H0Z M${corners.join('L')}Z`} />
      {/* Two lines, light on dark, to be seen on any picture. */}
      <polygon class="area-edge under" points={corners.join(' ')} />
      <polygon class="area-edge" points={corners.join(' ')} />
    </svg>
  );
}
