import type { ComponentChildren } from 'preact';
import type { LookupRow } from '../../api/lookup.ts';
import { Facts } from '../parts/facts.tsx';
import { OutwardLink } from '../parts/outward-link.tsx';
import { linkWords, sizeWords } from '../words/words.ts';

/** A row that was looked up, in words alone: its picture is not loaded. @property children what stands above it */
export function Row({ row, children }: { row: LookupRow; children?: ComponentChildren }) {
  const { dataset, release, rowId, file, url, link, caption, author, pageUrl, width, height } = row;
  const isWebPage = pageUrl !== null && /^https?:\/\//i.test(pageUrl);
  return (
    <li class="look-up-row" tabIndex={-1}>
      {children}
      <strong>
        {dataset}, version {release}
      </strong>
      {caption !== null && caption.trim() !== '' && <blockquote>{caption}</blockquote>}
      <Facts
        class="match-facts"
        entries={[
          ['Author', author],
          ['Row', file === null ? rowId : `${rowId} of ${file}`],
          ['Size', sizeWords(width, height)],
          ['Address', <OutwardLink url={url}>{url}</OutwardLink>],
          ['Link', link && linkWords(link)],
          ['Page', isWebPage ? <OutwardLink url={pageUrl}>{pageUrl}</OutwardLink> : pageUrl],
        ]}
      />
    </li>
  );
}
