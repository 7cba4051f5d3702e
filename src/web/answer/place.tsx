import { isGround } from '../../core/evidence.ts';
import type { Match } from '../../api/match.ts';
import { OutwardLink } from '../parts/outward-link.tsx';
import { hostOf } from '../words/words.ts';
import { CaseDoor } from './case-door.tsx';
import { Compare } from './compare.tsx';
import { HowKnown } from './how-known.tsx';
import { LiveRow } from './live-row.tsx';
import { pictureAddress } from './picture-address.ts';
import { asCompared, compared, pictures } from './state.ts';
import { Ways } from './ways.tsx';

/**
 * One place where a picture stands: its host, the words it is listed with, what became of looking there, and the ways to ask.
 * @property row as the service gave it @property unfolded whether the ways stand open
 */
export function Place({ row, checkId, unfolded }: { row: Match; checkId: string; unfolded: boolean }) {
  const { dataset, rowId, url, caption } = row;
  const now = asCompared(row);
  return (
    <article class="match" aria-label={`Entry ${rowId} of ${dataset}`}>
      <div class="match-words">
        <p class="place">
          <strong>{hostOf(url)}</strong>
          <OutwardLink url={pictureAddress(row).src}>Open its address</OutwardLink>
          {pictures.value.get(row.n) === 'gone' && <span class="gone">did not show it just now</span>}
        </p>
        {caption !== null && caption.trim() !== '' && <blockquote>{caption}</blockquote>}
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
