import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';

/**
 * A button that does its work at each press, one at a time. It stays where it is while it works, and with it the keyboard;
 * a second press does nothing.
 * @property work tells what goes wrong itself
 */
export function PressButton({
  work,
  children,
  ...attributes
}: {
  work: () => Promise<void>;
  children: ComponentChildren;
  class?: string;
  id?: string;
}) {
  const working = useRef(false);
  const [isBusy, setBusy] = useState(false);
  async function press(): Promise<void> {
    if (working.current) return;
    working.current = true;
    setBusy(true);
    try {
      await work();
    } finally {
      working.current = false;
      setBusy(false);
    }
  }
  return (
    <button
      type="button"
      class="button"
      {...attributes}
      aria-disabled={isBusy ? 'true' : undefined}
      onClick={() => void press()}
    >
      {children}
    </button>
  );
}
