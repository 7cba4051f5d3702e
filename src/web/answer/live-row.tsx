import type { RowLive } from '../../api/live.ts';
import type { Match } from '../../api/match.ts';
import { dayWords } from '../../core/words/days.ts';
import { liveWords, STATUS_OF_LIVE } from '../words/evidence-words.ts';
import { OutwardLink } from '../parts/outward-link.tsx';
import { hostOf, timeWords } from '../words/words.ts';

/** What became of looking at a row's address, in words; nothing where nobody looked. */
export function LiveRow({ row }: { row: Match }) {
  const { live, url } = row;
  return (
    <div class="row-live" data-tone={toneOf(live)}>
      {live !== null && (live.state === 'comparing' ? <Comparing url={url} /> : <Looked live={live} />)}
    </div>
  );
}

function Comparing({ url }: { url: string }) {
  return (
    <>
      <progress aria-label="Comparing" />
      <p>Comparing with the picture at {hostOf(url)} …</p>
    </>
  );
}

function Looked({ live }: { live: RowLive }) {
  const { state, picture, why, deadSince, archive, proof, lookedAt } = live;
  const looked = lookedAt !== null && <p class="quiet">Looked at {timeWords(lookedAt)}</p>;
  if (state === 'compared' && picture !== null && why === null) {
    return (
      <>
        <p>
          <strong>{liveWords(picture)}</strong>
        </p>
        <p>{STATUS_OF_LIVE[picture.status]}</p>
        {looked}
      </>
    );
  }
  return (
    <>
      {deadSince !== null && (
        <p>
          <strong>The link is dead, found so on {dayWords(deadSince)}.</strong>
        </p>
      )}
      {why !== null && <p>{why}</p>}
      {archive !== null && (
        <p>
          <OutwardLink url={archive}>Look for an archived copy at the Wayback Machine</OutwardLink>
        </p>
      )}
      {proof !== null && <p class="quiet">{proof}</p>}
      {looked}
    </>
  );
}

/** How what was said is coloured: as what was found, what is absent, or what could not be told. */
function toneOf(live: RowLive | null): 'found' | 'absent' | 'failed' | 'busy' {
  if (live === null || live.state === 'comparing') return 'busy';
  if (live.state !== 'compared' || live.why !== null) return 'failed';
  return live.picture?.grade == null ? 'absent' : 'found';
}
