import { useState } from 'preact/hooks';
import { counted } from '../../core/words/counts.ts';
import type { CheckResult } from '../../api/check-result.ts';
import { failureWords } from '../service/failure.ts';
import { PressButton } from '../parts/press-button.tsx';
import { compareLive, followAgain } from './run.ts';
import { isLost } from './state.ts';

/** How far the service is with comparing entries with their live pictures by itself. */
export function LiveLine({ result }: { result: CheckResult }) {
  const { state, compared, of } = result.live;
  const [failure, setFailure] = useState<string | null>(null);
  if (of === 0 || state === 'off') return null;
  const pictures = counted(of, 'entry', 'entries');
  async function begin(): Promise<void> {
    try {
      await compareLive(result);
      setFailure(null);
    } catch (error) {
      setFailure(failureWords(error));
    }
  }
  return (
    <p id="live" class="live" role="status" data-state={state}>
      {failure !== null && <span>{failure}</span>}
      {state === 'ask' && (
        <PressButton work={begin}>Compare with the live pictures of {pictures}</PressButton>
      )}
      {state === 'running' && !isLost.value && (
        <span>
          Comparing with the live pictures of {pictures}: {compared} looked at so far …
        </span>
      )}
      {state === 'running' && isLost.value && (
        <span>
          The service went out of sight meanwhile; what it told stays.{' '}
          <button type="button" class="button" onClick={followAgain}>
            Follow it again
          </button>
        </span>
      )}
      {state === 'done' && <span>The addresses of {pictures} were looked at for their live pictures.</span>}
      <span class="quiet">
        Their hosts see that somebody looks at these addresses, and nothing of your picture.
      </span>
    </p>
  );
}
