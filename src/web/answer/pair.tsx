import { useEffect, useRef, useState } from 'preact/hooks';
import type { Geometry } from '../../api/geometry.ts';
import type { Match } from '../../api/match.ts';
import { sharesShown } from '../../core/words/shares.ts';
import { percentWords } from '../words/evidence-words.ts';
import { hostOf } from '../words/words.ts';
import type { Size } from './lay-over.ts';
import { Outlined } from './outlined.tsx';
import { pictureAddress } from './picture-address.ts';
import { Slider } from './slider.tsx';
import { compared, own, pictures, setPicture } from './state.ts';

const sizeOf = ({ naturalWidth, naturalHeight }: HTMLImageElement): Size => ({
  width: naturalWidth,
  height: naturalHeight,
});

/**
 * The artist's picture and the one found, side by side or one over the other. The one found is loaded by the artist's browser
 * from where it stands, and only when the artist asks: the host sees who looks. A picture that its dataset does not call safe
 * comes blurred until it is revealed.
 */
export function Pair({ row }: { row: Match }) {
  const stage = pictures.value.get(row.n) ?? null;
  const address = pictureAddress(row);
  const [ownSize, setOwnSize] = useState<Size | null>(null);
  const [theirSize, setTheirSize] = useState<Size | null>(null);
  const [isRevealed, setRevealed] = useState(row.unsafe !== true);
  const [isOver, setOver] = useState(false);
  const status = useRef<HTMLParagraphElement>(null);
  const areas = geometryOf(row);
  const isSettled = stage === 'loaded' || stage === 'gone';
  useEffect(() => {
    if (stage === null && address.isOurs) setPicture(row.n, 'loading');
  }, [stage, address.isOurs, row.n]);

  function show(): void {
    setPicture(row.n, 'loading');
    // The pressed button goes; the keyboard goes on from here.
    requestAnimationFrame(() => status.current?.focus());
  }

  function reveal(): void {
    setRevealed(true);
    status.current?.focus();
  }

  const canSlide = stage === 'loaded' && isRevealed && ownSize !== null && theirSize !== null;
  return (
    <div class="pictures" data-stage={stage ?? 'offered'}>
      {canSlide && <Ways isOver={isOver} choose={setOver} />}
      {canSlide && isOver && own.value !== null ? (
        <Slider
          own={{ src: own.value, size: ownSize }}
          theirs={{ src: address.src, size: theirSize }}
          geometry={areas}
        />
      ) : null}
      <div class={own.value === null ? 'panes' : 'panes paired'} hidden={canSlide && isOver}>
        {own.value !== null && <Own src={own.value} areas={isSettled ? areas : null} onSize={setOwnSize} />}
        <figure class="thumbnail">
          {stage !== null && stage !== 'gone' && (
            <Outlined
              area={stage === 'loaded' ? (areas?.row ?? null) : null}
              words={`Outlined: ${areas === null ? 'all' : percentWords(sharesShown(areas).row)} of the picture at ${hostOf(row.url)}`}
              hidden={stage === 'loading'}
            >
              <img
                // Before the address: nothing is asked for without it.
                referrerpolicy="no-referrer"
                src={address.src}
                alt={row.caption ?? `The picture at ${hostOf(row.url)}`}
                class={isRevealed ? undefined : 'blurred'}
                // Unseen by screen readers too until it is revealed.
                aria-hidden={isRevealed ? undefined : 'true'}
                onLoad={({ currentTarget }) => {
                  setTheirSize(sizeOf(currentTarget));
                  setPicture(row.n, 'loaded');
                }}
                onError={() => setPicture(row.n, 'gone')}
              />
            </Outlined>
          )}
          <figcaption>
            <strong>Theirs</strong>
            {stage === null && !address.isOurs && <Offer row={row} show={show} />}
            {isSettled && areas !== null && (
              <span>{percentWords(sharesShown(areas).row)} of it is the same</span>
            )}
            <p class="quiet" role="status" tabIndex={-1} ref={status}>
              {stageWords(stage, hostOf(row.url), address.isOurs)}
            </p>
            {stage === 'loaded' && !isRevealed && (
              <button type="button" class="button" onClick={reveal}>
                Reveal it
              </button>
            )}
          </figcaption>
        </figure>
      </div>
    </div>
  );
}

function geometryOf({ n, geometry, live }: Match): Geometry | null {
  // What the live picture shows is drawn even where it is no longer the row's.
  return compared.value.get(n)?.live.geometry ?? live?.picture?.geometry ?? geometry;
}

function stageWords(stage: string | null, host: string, isOurs: boolean): string {
  switch (stage) {
    case 'loading':
      return `Loading from ${host} …`;
    case 'loaded':
      return isOurs ? 'Served by this server, as all of the demo is' : `Loaded from ${host}`;
    case 'gone':
      return isOurs
        ? 'No longer there, as many links of real datasets are not.'
        : `No longer there, or ${host} does not show it to other sites.`;
    default:
      return '';
  }
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

function Offer({ row, show }: { row: Match; show: () => void }) {
  const host = hostOf(row.url);
  return (
    <>
      <button type="button" class="button" onClick={show}>
        Show picture
      </button>
      <p class="quiet">Loads from {host}, which will see your address.</p>
      {row.unsafe === true && <p class="quiet">Its dataset does not call it safe; it comes blurred.</p>}
    </>
  );
}

function Own({ src, areas, onSize }: { src: string; areas: Geometry | null; onSize: (size: Size) => void }) {
  const [isUnshown, setUnshown] = useState(false);
  const share = areas === null ? null : percentWords(sharesShown(areas).query);
  return (
    <figure class="thumbnail">
      {isUnshown ? (
        <p class="quiet">Your browser cannot show a picture of this format.</p>
      ) : (
        <Outlined area={areas?.query ?? null} words={`Outlined: ${share} of your picture`}>
          <img
            src={src}
            alt="Your picture"
            onLoad={({ currentTarget }) => onSize(sizeOf(currentTarget))}
            onError={() => setUnshown(true)}
          />
        </Outlined>
      )}
      <figcaption>
        <strong>Yours</strong>
        {share !== null && <span>{share} of it is there</span>}
      </figcaption>
    </figure>
  );
}
