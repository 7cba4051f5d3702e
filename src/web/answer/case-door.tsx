import { useState } from 'preact/hooks';
import type { MatchChannel } from '../../api/channel.ts';
import type { Match } from '../../api/match.ts';
import { openCaseOf, takesLetters } from '../service/case-api.ts';
import { failureWords } from '../service/failure.ts';
import { PressButton } from '../parts/press-button.tsx';
import { Spoken } from '../parts/spoken.tsx';
import { routesOf } from './routing.ts';

/**
 * Opens a case about a row, for the first of its channels that a letter goes to, and leads to its page.
 * @property checkId of the check that found it
 */
export function CaseDoor({ row, checkId }: { row: Match; checkId: string }) {
  return (
    <Door
      name={['Open a case', ` about entry ${row.rowId}`]}
      hint="Letters, deadlines and re-checks in one place, by a secret link."
      open={async () => {
        const first = (await routesOf(row)).channels.find(takesLetters);
        return (await openCaseOf(row, checkId, first?.id)).link;
      }}
    />
  );
}

/** The same for a letter to whoever stands behind a channel, with both chosen there. */
export function LetterDoor({
  row,
  checkId,
  channel,
}: {
  row: Match;
  checkId: string;
  channel: MatchChannel;
}) {
  const { id, party, role } = channel;
  return (
    <Door
      name={['Write a letter', role === 'directory' ? ' to whoever is found there' : ` to ${party}`]}
      hint="In a case of its own, with its deadlines."
      open={async () => (await openCaseOf(row, checkId, id)).link}
    />
  );
}

function Door({
  name: [name, about],
  hint,
  open,
}: {
  name: readonly [string, string];
  hint: string;
  open: () => Promise<string>;
}) {
  const [failure, setFailure] = useState('');
  return (
    <div class="case-door">
      <PressButton
        work={async () => {
          setFailure('');
          try {
            location.assign(await open());
          } catch (error) {
            setFailure(failureWords(error));
          }
        }}
      >
        {name}
        <Spoken>{about}</Spoken>
      </PressButton>
      <span class="quiet">{hint}</span>
      <span role="status" class="quiet">
        {failure}
      </span>
    </div>
  );
}
