import type { CheckResult } from '../../api/check-result.ts';
import type { Match } from '../../api/match.ts';
import { RouteForm } from './route-form.tsx';
import { useRoutes } from './routing.ts';
import { RowOpener } from './way.tsx';

/**
 * The one next thing to do, which is the first way to ask about the best match, and below it the questions that decide which
 * that is. Of what holds a part alone the questions: the next thing to do is to see which part it is, and whose.
 */
export function NextStep({ result: { matches, parts } }: { result: CheckResult }) {
  const rows = [...matches, ...parts];
  const first = rows.at(0);
  if (first === undefined || first.channels.length === 0) return null;
  return (
    <>
      {matches.length > 0 && <Next row={first} />}
      <div id="routing">
        <RouteForm rows={rows} isNextShown={matches.length > 0} />
      </div>
    </>
  );
}

/** What goes wrong is told by the form, which asks for the same. */
function Next({ row }: { row: Match }) {
  const channel = useRoutes(row, true).routes?.channels.at(0);
  if (channel === undefined) return null;
  return (
    <div id="next" class="next">
      <p>
        <strong>Next: {channel.title}.</strong> {channel.why}
      </p>
      <RowOpener channel={channel} row={row} />
    </div>
  );
}
