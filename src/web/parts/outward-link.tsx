import type { ComponentChildren } from 'preact';
import { askedAddress } from './asked-address.ts';
import { Spoken } from './spoken.tsx';

/**
 * A link to another site, opened beside the answer and without a referrer; plain text where `url` is not
 * http or https, so that no row can smuggle in a script.
 */
export function OutwardLink({
  url,
  class: className,
  children,
}: {
  url: string;
  class?: string;
  children: ComponentChildren;
}) {
  if (!/^https?:\/\//i.test(url)) return <span>{children}</span>;
  return (
    <a class={className} href={askedAddress(url)} target="_blank" rel="noreferrer noopener">
      {children}
      <Spoken> (opens in a new tab)</Spoken>
    </a>
  );
}

/** Text whose web addresses are links, one or several of them. */
export function LinkedText({ text }: { text: string }) {
  const pieces = text.split(/(https?:\/\/[^\s;,()]+)/);
  return (
    <span>
      {pieces.map((piece, i) => (i % 2 === 1 ? <OutwardLink url={piece}>{piece}</OutwardLink> : piece))}
    </span>
  );
}
