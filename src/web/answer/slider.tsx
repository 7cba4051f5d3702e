import { useId, useState } from 'preact/hooks';
import type { Geometry } from '../../api/geometry.ts';
import { layOver, type Size } from './lay-over.ts';

/** A picture that is here, and how large it is. */
export interface Laid {
  src: string;
  size: Size;
}

/** The picture found laid over the artist's own as far as the slider says, turned and scaled as it has to be. */
export function Slider({ own, theirs, geometry }: { own: Laid; theirs: Laid; geometry: Geometry | null }) {
  const id = useId();
  const [percent, setPercent] = useState(50);
  const { width, height } = own.size;
  const edge = (width * percent) / 100;
  return (
    <div class="slider">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label="Their picture laid over yours">
        <clipPath id={id}>
          <rect x={edge} y={0} width={width - edge} height={height} />
        </clipPath>
        <image href={own.src} width={width} height={height} />
        <g clip-path={`url(#${id})`}>
          <rect class="slider-ground" width={width} height={height} />
          <image
            href={theirs.src}
            width={theirs.size.width}
            height={theirs.size.height}
            preserveAspectRatio="none"
            transform={`matrix(${layOver(geometry, own.size, theirs.size).join(' ')})`}
          />
        </g>
        <line class="slider-edge under" x1={edge} x2={edge} y1={0} y2={height} />
        <line class="slider-edge" x1={edge} x2={edge} y1={0} y2={height} />
      </svg>
      <label class="slider-label">
        <span>Yours</span>
        <input
          type="range"
          min={0}
          max={100}
          value={percent}
          aria-label="Slide from theirs to yours"
          onInput={({ currentTarget }) => setPercent(currentTarget.valueAsNumber)}
        />
        <span>Theirs</span>
      </label>
    </div>
  );
}
