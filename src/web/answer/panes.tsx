import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import type { Geometry } from '../../api/geometry.ts';
import type { Match } from '../../api/match.ts';
import { sharesShown } from '../../core/words/shares.ts';
import { percentWords } from '../words/evidence-words.ts';
import { hostOf } from '../words/words.ts';
import type { Size } from './lay-over.ts';
import { Outlined } from './outlined.tsx';
import { type PictureStage, setPicture } from './state.ts';

const sizeOf = ({ naturalWidth, naturalHeight }: HTMLImageElement): Size => ({
  width: naturalWidth,
  height: naturalHeight,
});

/** The artist's picture. @property areas null draws none @property onSize told of its size once it is seen */
export function Own({
  src,
  areas,
  onSize,
}: {
  src: string;
  areas: Geometry | null;
  onSize: (size: Size) => void;
}) {
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

interface TheirsProps {
  row: Match;
  src: string;
  /** Whether this server serves it. */
  isOurs: boolean;
  stage: PictureStage | null;
  areas: Geometry | null;
  isRevealed: boolean;
  /** Where it is told how far it is. */
  status: RefObject<HTMLParagraphElement | null>;
  onShow: () => void;
  onReveal: () => void;
  onSize: (size: Size) => void;
}

/** The picture found, once it is asked for. */
export function Theirs(props: TheirsProps) {
  const { row, isOurs, stage, areas, isRevealed, status, onShow, onReveal } = props;
  const host = hostOf(row.url);
  return (
    <figure class="thumbnail">
      {stage !== null && stage !== 'gone' && <Image {...props} />}
      <figcaption>
        <strong>Theirs</strong>
        {stage === null && !isOurs && <Offer row={row} show={onShow} />}
        {areas !== null && <span>{percentWords(sharesShown(areas).row)} of it is the same</span>}
        <p class="quiet" role="status" tabIndex={-1} ref={status}>
          {stageWords(stage, host, isOurs)}
        </p>
        {stage === 'loaded' && !isRevealed && (
          <button type="button" class="button" onClick={onReveal}>
            Reveal it
          </button>
        )}
      </figcaption>
    </figure>
  );
}

function Image({ row, src, stage, areas, isRevealed, onSize }: TheirsProps) {
  const host = hostOf(row.url);
  const share = areas === null ? 'all' : percentWords(sharesShown(areas).row);
  return (
    <Outlined
      area={areas?.row ?? null}
      words={`Outlined: ${share} of the picture at ${host}`}
      hidden={stage === 'loading'}
    >
      <img
        // Before the address: nothing is asked for without it.
        referrerpolicy="no-referrer"
        src={src}
        alt={row.caption ?? `The picture at ${host}`}
        class={isRevealed ? undefined : 'blurred'}
        // Unseen by screen readers too until it is revealed.
        aria-hidden={isRevealed ? undefined : 'true'}
        onLoad={({ currentTarget }) => {
          onSize(sizeOf(currentTarget));
          setPicture(row.n, 'loaded');
        }}
        onError={() => setPicture(row.n, 'gone')}
      />
    </Outlined>
  );
}

function Offer({ row, show }: { row: Match; show: () => void }) {
  return (
    <>
      <button type="button" class="button" onClick={show}>
        Show picture
      </button>
      <p class="quiet">Loads from {hostOf(row.url)}, which will see your address.</p>
      {row.unsafe === true && <p class="quiet">Its dataset does not call it safe; it comes blurred.</p>}
    </>
  );
}

function stageWords(stage: PictureStage | null, host: string, isOurs: boolean): string {
  switch (stage) {
    case 'loading':
      return `Loading from ${host} …`;
    case 'loaded':
      return isOurs ? 'Served by this server, as all of the demo is' : `Loaded from ${host}`;
    case 'gone':
      return isOurs
        ? 'No longer there, as many links of real datasets are not.'
        : `No longer there, or ${host} does not show it to other sites.`;
    case null:
      return '';
  }
}
