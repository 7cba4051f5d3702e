import { canBeRetried, failureWords } from '../service/failure.ts';

/** What went wrong, in words; with a button that tries again where that may help, and `again` does. */
export function Failure({ error, again }: { error: unknown; again: (() => void) | null }) {
  return (
    <>
      {failureWords(error)}
      {again !== null && canBeRetried(error) && (
        <>
          {' '}
          <button type="button" class="button" onClick={again}>
            Try again
          </button>
        </>
      )}
    </>
  );
}
