import { useState } from 'preact/hooks';
import { remove } from './state.ts';

/** Deletes the case, once it was asked whether it should. */
export function Deletion() {
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    return (
      <button id="delete" class="button danger" type="button" onClick={() => setAsked(true)}>
        Delete this case
      </button>
    );
  }
  return (
    <span id="delete-sure">
      <strong>Delete everything now? It cannot be brought back.</strong>
      <button id="delete-yes" class="button danger" type="button" onClick={() => void remove()}>
        Yes, delete it all
      </button>
      <button id="delete-no" class="button" type="button" onClick={() => setAsked(false)}>
        Keep it
      </button>
    </span>
  );
}
