import { useState } from 'preact/hooks';
import { counted } from '../../core/words/counts.ts';
import type { RefusedChannel } from '../../api/channel.ts';
import type { Match } from '../../api/match.ts';
import { Spoken } from '../parts/spoken.tsx';
import { said, useRoutes } from './routing.ts';
import { Way } from './way.tsx';

/**
 * The ways to ask about a row in the order to try them, in another one whenever the artist answers; nothing where it has none.
 * @property unfolded whether they stand open at first
 */
export function Ways({ row, checkId, unfolded }: { row: Match; checkId: string; unfolded: boolean }) {
  const [isOpen, setOpen] = useState(unfolded);
  // A picture listed a hundred times has a thousand ways; they are asked for and drawn when somebody looks.
  const { routes, isAsked, failure } = useRoutes(row, isOpen);
  if (row.channels.length === 0) return null;
  const isAnswered = Object.keys(said.value).length > 0;
  // How many there are by the answers, nobody has asked yet while they are folded.
  const isCounted = routes !== null && (!isAnswered || (isOpen && !isAsked));
  return (
    <details class="doors" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {isCounted ? counted(routes.channels.length, 'way') : 'Ways'} to ask for removal
        <Spoken> of entry {row.rowId}</Spoken>
      </summary>
      {isOpen && routes !== null && (
        <div>
          <ul>
            {routes.channels.map((channel, i) => (
              <Way key={channel.id} channel={channel} row={row} checkId={checkId} isFirst={i === 0} />
            ))}
          </ul>
          {/* The form tells it too; ways by the answers before are better than none. */}
          {failure !== null && routes.channels.length === 0 && <p>{failure}</p>}
          <RuledOut refused={routes.notOffered} />
        </div>
      )}
    </details>
  );
}

function RuledOut({ refused }: { refused: readonly RefusedChannel[] }) {
  if (refused.length === 0) return null;
  return (
    <details class="ruled-out">
      <summary>{counted(refused.length, 'way')} that your answers rule out</summary>
      <ul>
        {refused.map(({ id, title, party, why }) => (
          <li key={id}>
            <strong>{title}</strong> ({party}): {why}
          </li>
        ))}
      </ul>
    </details>
  );
}
