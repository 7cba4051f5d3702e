import { isDemoAlone, servedWords } from '../words/coverage-words.ts';
import { Failure } from '../parts/failure.tsx';
import { askWhatIsServed, served, servedFailure } from '../service/served.ts';

/** What this server holds, before anybody asks it something: without that no answer means anything. */
export function Held() {
  const known = served.value;
  const failure = servedFailure.value;
  return (
    <div class="held">
      <p id="served" class="served" role="status">
        {known !== null && servedWords(known.searched)}
        {known === null && failure === null && 'Asking what this server holds …'}
        {known === null && failure !== null && (
          <>
            The service does not say what it can search. It may still be starting.{' '}
            <Failure error={failure} again={() => void askWhatIsServed()} />
          </>
        )}
      </p>
      {known !== null && isDemoAlone(known.searched) && <HowToHold />}
    </div>
  );
}

function HowToHold() {
  return (
    <details class="how-to-hold">
      <summary>How do real datasets get here?</summary>
      <p>
        Whoever runs this server downloads a dataset’s own lists from its publisher and has them read, one
        after the other:
      </p>
      <pre tabIndex={0} aria-label="The command">
        npx trainspot index --dataset laion-400m --manifest part-00000.parquet
      </pre>
      <p class="quiet">
        The project’s docs/indexing.md says where each dataset’s lists are and how long that takes. Until then
        an answer here says nothing of any real dataset.
      </p>
    </details>
  );
}
