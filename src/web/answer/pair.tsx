import { useEffect, useRef, useState } from 'preact/hooks';
import type { Geometry } from '../../api/geometry.ts';
import type { Match } from '../../api/match.ts';
import type { Size } from './lay-over.ts';
import { Own, Theirs } from './panes.tsx';
import { pictureAddress } from './picture-address.ts';
import { Slider } from './slider.tsx';
import { compared, own, pictures, setPicture } from './state.ts';

/**
 * The artist's picture and the one found, side by side or one over the other. The one found is loaded by the artist's browser
 * from where it stands, and only when the artist asks: the host sees who looks. A picture that its dataset does not call safe
 * comes blurred until it is revealed.
 */
export function Pair({ row }: { row: Match }) {
  const stage = pictures.value.get(row.n) ?? null;
  const { src, isOurs } = pictureAddress(row);
  const [ownSize, setOwnSize] = useState<Size | null>(null);
  const [theirSize, setTheirSize] = useState<Size | null>(null);
  const [isRevealed, setRevealed] = useState(row.unsafe !== true);
  const [isOver, setOver] = useState(false);
  const status = useRef<HTMLParagraphElement>(null);
  const geometry = geometryOf(row);
  // Nothing is outlined before it can be seen of both.
  const areas = stage === 'loaded' || stage === 'gone' ? geometry : null;
  useEffect(() => {
    if (stage === null && isOurs) setPicture(row.n, 'loading');
  }, [stage, isOurs, row.n]);

  function show(): void {
    setPicture(row.n, 'loading');
    // The pressed button goes; the keyboard goes on from here.
    requestAnimationFrame(() => status.current?.focus());
  }

  function reveal(): void {
    setRevealed(true);
    status.current?.focus();
  }

  const laid =
    stage === 'loaded' && isRevealed && own.value !== null && ownSize !== null && theirSize !== null
      ? { own: { src: own.value, size: ownSize }, theirs: { src, size: theirSize } }
      : null;
  return (
    <div class="pictures" data-stage={stage ?? 'offered'}>
      {laid !== null && <Ways isOver={isOver} choose={setOver} />}
      {laid !== null && isOver && <Slider {...laid} geometry={geometry} />}
      <div class={own.value === null ? 'panes' : 'panes paired'} hidden={laid !== null && isOver}>
        {own.value !== null && <Own src={own.value} areas={areas} onSize={setOwnSize} />}
        <Theirs
          row={row}
          src={src}
          isOurs={isOurs}
          stage={stage}
          areas={areas}
          isRevealed={isRevealed}
          status={status}
          onShow={show}
          onReveal={reveal}
          onSize={setTheirSize}
        />
      </div>
    </div>
  );
}

function geometryOf({ n, geometry, live }: Match): Geometry | null {
  // What the live picture shows is drawn even where it is no longer the row's.
  return compared.value.get(n)?.live.geometry ?? live?.picture?.geometry ?? geometry;
}

function Ways({ isOver, choose }: { isOver: boolean; choose: (isOver: boolean) => void }) {
  return (
    <div class="pair-ways" role="group" aria-label="How to compare the two">
      <button type="button" class="button" aria-pressed={!isOver} onClick={() => choose(false)}>
        Side by side
      </button>
      <button type="button" class="button" aria-pressed={isOver} onClick={() => choose(true)}>
        One over the other
      </button>
    </div>
  );
}
