import { useEffect } from 'preact/hooks';
import { isGround } from '../../core/evidence.ts';
import type { Match } from '../../api/match.ts';
import { OutwardLink } from '../parts/outward-link.tsx';
import { Spoken } from '../parts/spoken.tsx';
import { hostOf } from '../words/words.ts';
import { CaseDoor } from './case-door.tsx';
import { Compare } from './compare.tsx';
import { HowKnown } from './how-known.tsx';
import { LiveRow } from './live-row.tsx';
import { pictureAddress } from './picture-address.ts';
import { asCompared, compared, pictures, setPicture } from './state.ts';
import { Ways } from './ways.tsx';

/**
 * One place where a picture stands: its host, the words it is listed with, what became of looking there, and the ways to ask.
 * @property row as the service gave it @property unfolded whether the ways stand open
 * @property choose has this place's picture shown beside the artist's; null where it is
 * @property isCaptionNew of the same picture most places say the same
 */
export function Place({
  row,
  checkId,
  unfolded,
  choose,
  isCaptionNew,
}: {
  row: Match;
  checkId: string;
  unfolded: boolean;
  choose: (() => void) | null;
  isCaptionNew: boolean;
}) {
  const { dataset, rowId, url, caption } = row;
  const { src, isOurs } = pictureAddress(row);
  const now = asCompared(row);
  const isGone = pictures.value.get(row.n) === 'gone';
  useEffect(() => {
    // Nobody else sees it: whether the link is dead can be told without being asked.
    if (isOurs) noteIfGone(row.n, src);
  }, [isOurs, row.n, src]);
  return (
    <article class="match" aria-label={`Entry ${rowId} of ${dataset}`}>
      <div class="match-words">
        <p class="place">
          <strong>{hostOf(url)}</strong>
          <OutwardLink url={src}>Open its address</OutwardLink>
          {isGone && (
            <span class="gone">
              {isOurs ? 'The link is dead: nothing stands there any more' : 'did not show it just now'}
            </span>
          )}
        </p>
        {isCaptionNew && caption !== null && caption.trim() !== '' && <blockquote>{caption}</blockquote>}
        {choose !== null && !isGone && (
          <button type="button" class="button" onClick={choose}>
            Show this one beside yours<Spoken> (entry {rowId})</Spoken>
          </button>
        )}
        {!compared.value.has(row.n) && <LiveRow row={row} />}
        <Compare row={row} />
        {isGround(now.grade) && <CaseDoor row={now} checkId={checkId} />}
        <HowKnown row={now} />
      </div>
      {/* What only looks similar is no ground for a request, until comparing shows that it is more. */}
      {isGround(now.grade) && <Ways row={now} checkId={checkId} unfolded={unfolded} />}
    </article>
  );
}

function noteIfGone(n: number, src: string): void {
  const image = new Image();
  image.onerror = () => setPicture(n, 'gone');
  image.src = src;
}
