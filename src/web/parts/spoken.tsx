import type { ComponentChildren } from 'preact';

/** Text for screen readers alone. */
export function Spoken({ children }: { children: ComponentChildren }) {
  return <span class="sr-only">{children}</span>;
}
