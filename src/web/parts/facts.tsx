import type { ComponentChildren } from 'preact';

/** A list of terms and what is said of each; terms with nothing to say are left out. */
export function Facts({
  class: className,
  entries,
}: {
  class: string;
  entries: readonly (readonly [term: string, said: ComponentChildren])[];
}) {
  return (
    <dl class={className}>
      {entries
        .filter(([, said]) => said !== null && said !== '')
        .map(([term, said]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{said}</dd>
          </div>
        ))}
    </dl>
  );
}
